/** When to try again: backoff with jitter, a bound on attempts, and a budget over all calls. */
@NullMarked
package dev.forebay.retry;

import org.jspecify.annotations.NullMarked;
