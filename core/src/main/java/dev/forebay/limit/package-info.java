/** Quotas and the token bucket: pure functions of (state, now, cost), integers only. */
@NullMarked
package dev.forebay.limit;

import org.jspecify.annotations.NullMarked;
