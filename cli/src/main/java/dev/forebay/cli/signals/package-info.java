/** Signals of the operating system: Ctrl-C and the like. */
@NullMarked
package dev.forebay.cli.signals;

import org.jspecify.annotations.NullMarked;
