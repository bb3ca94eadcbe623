/**
 * The laboratory: the real pool, queue and workers against the simulator's models in virtual time, on one thread from one
 * seed; and the table of what they reach.
 */
@NullMarked
package dev.forebay.bench.virtual;

import org.jspecify.annotations.NullMarked;
