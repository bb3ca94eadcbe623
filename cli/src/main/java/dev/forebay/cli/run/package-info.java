/** A run: input to jobs, jobs to calls, answers to results. */
@NullMarked
package dev.forebay.cli.run;

import org.jspecify.annotations.NullMarked;
