/**
 * The limits that a simulated provider enforces, and how well they were used.
 */
@NullMarked
package dev.forebay.simulator.limit;

import org.jspecify.annotations.NullMarked;
