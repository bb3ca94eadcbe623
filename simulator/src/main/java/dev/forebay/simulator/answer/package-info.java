/**
 * What the simulated model says, and how many tokens that is.
 */
@NullMarked
package dev.forebay.simulator.answer;

import org.jspecify.annotations.NullMarked;
