/**
 * The simulator's own seam to time and chance, and how long an answer takes.
 */
@NullMarked
package dev.forebay.simulator.time;

import org.jspecify.annotations.NullMarked;
