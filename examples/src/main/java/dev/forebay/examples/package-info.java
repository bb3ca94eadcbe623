/** One runnable program for each promise of the README. */
@NullMarked
package dev.forebay.examples;

import org.jspecify.annotations.NullMarked;
