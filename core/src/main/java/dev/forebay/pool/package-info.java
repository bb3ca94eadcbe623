/**
 * The pool: what a provider meters together, the line that waits for it, and the reservations that hold its permits.
 *
 * <p>{@link dev.forebay.pool.Pool} is the only class with a lock and a clock. All behind it are functions of (state, now).
 */
@NullMarked
package dev.forebay.pool;

import org.jspecify.annotations.NullMarked;
