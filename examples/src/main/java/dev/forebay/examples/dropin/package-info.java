/** The same programs with and without the one line that Forebay adds, and the table of what came of them. */
@NullMarked
package dev.forebay.examples.dropin;

import org.jspecify.annotations.NullMarked;
