/**
 * The forms in which providers receive requests and answer them.
 */
@NullMarked
package dev.forebay.simulator.wire;

import org.jspecify.annotations.NullMarked;
