/** One line that makes a client of OpenAI's Java SDK rate-limit-proof: {@link dev.forebay.openai.ForebayOpenAi}. */
@NullMarked
package dev.forebay.openai;

import org.jspecify.annotations.NullMarked;
