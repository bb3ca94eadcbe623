/**
 * The provider's side of a rate limit: buckets that are charged, and how much of them was used.
 */
@NullMarked
package dev.forebay.simulator.meter;

import org.jspecify.annotations.NullMarked;
