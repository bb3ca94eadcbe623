/** One line that makes the HttpClient of the JDK rate-limit-proof: {@link dev.forebay.http.ForebayHttp}. */
@NullMarked
package dev.forebay.http;

import org.jspecify.annotations.NullMarked;
