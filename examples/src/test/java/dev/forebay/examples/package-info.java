/** Tests that hold for the whole repository: sizes, words, links, and the examples of the README. */
@NullMarked
package dev.forebay.examples;

import org.jspecify.annotations.NullMarked;
