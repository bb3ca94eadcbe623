/**
 * The limits that a simulated provider enforces, as they are configured.
 */
@NullMarked
package dev.forebay.simulator.limit;

import org.jspecify.annotations.NullMarked;
