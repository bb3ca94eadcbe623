/** One line that makes a model of LangChain4j rate-limit-proof: {@link dev.forebay.langchain4j.ForebayLangChain4j}. */
@NullMarked
package dev.forebay.langchain4j;

import org.jspecify.annotations.NullMarked;
