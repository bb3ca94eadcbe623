/** The output of a run: the results file, which is never torn or doubled, and the file of failures. */
@NullMarked
package dev.forebay.cli.output;

import org.jspecify.annotations.NullMarked;
