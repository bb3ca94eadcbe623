/**
 * Faults of a provider: which ones, how often, and when.
 */
@NullMarked
package dev.forebay.simulator.fault;

import org.jspecify.annotations.NullMarked;
