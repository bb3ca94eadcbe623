/** The commands of {@code forebay}: what they take, what they print, how they end. */
@NullMarked
package dev.forebay.cli;

import org.jspecify.annotations.NullMarked;
