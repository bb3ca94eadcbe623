/** One line that makes a client of Anthropic's Java SDK rate-limit-proof: {@link dev.forebay.anthropic.ForebayAnthropic}. */
@NullMarked
package dev.forebay.anthropic;

import org.jspecify.annotations.NullMarked;
