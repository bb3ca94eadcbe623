/** The one seam to time and chance: no other package reads a clock, arms a timer or draws a random number. */
@NullMarked
package dev.forebay.time;

import org.jspecify.annotations.NullMarked;
