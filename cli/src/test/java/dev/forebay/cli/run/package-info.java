/** Tests of single parts of a run. */
@NullMarked
package dev.forebay.cli.run;

import org.jspecify.annotations.NullMarked;
