/** The wire of each provider: how a request is written, and what an answer, a header, a stream or an error means. */
@NullMarked
package dev.forebay.providers;

import org.jspecify.annotations.NullMarked;
