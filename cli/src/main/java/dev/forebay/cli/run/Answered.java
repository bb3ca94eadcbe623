package dev.forebay.cli.run;

import dev.forebay.providers.Answer;
import dev.forebay.providers.http.RawAnswer;

/**
 * An answer as it came and what was read in it. Immutable.
 *
 * @param raw as it came
 * @param answer what was read
 */
record Answered(RawAnswer raw, Answer answer) {}
