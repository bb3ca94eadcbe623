package dev.forebay.signal;

/**
 * What one answer, or the lack of one, means for the call and for the pool. Immutable.
 *
 * <p>A verdict is what the provider <em>said</em>; what follows from it also depends on how the other calls of the pool
 * fare, and is decided there.
 */
public enum Verdict {
    /** The call was answered as asked. */
    SUCCEEDED,

    /** A limit per minute is used up for now. */
    THROTTLED_RATE,

    /** Too many calls are in flight; also a 429 that names nothing and carries no rate-limit header. */
    THROTTLED_CONCURRENCY,

    /** The rate grew too fast: Anthropic's acceleration limit, OpenAI's {@code slow_down}. */
    THROTTLED_GROWTH,

    /** The service itself lacks capacity, or refused the connection: 529, 503. */
    OVERLOADED,

    /** Something failed that may succeed when tried again; whether the call was billed is unknown. */
    TRANSIENT,

    /** No connection could be made: refused, unknown host, no route. The call was not sent. */
    UNREACHABLE,

    /** A day's or a month's quota, a spend cap or the credit is used up. */
    QUOTA_EXHAUSTED,

    /** This request is larger than the provider will ever take. */
    TOO_LARGE,

    /** This request will never succeed as it stands. */
    INVALID,

    /** The model or the address does not exist. */
    NOT_FOUND,

    /** The key is wrong or lacks the permission. */
    UNAUTHORIZED,

    /** The caller gave the call up. */
    CANCELLED;

    /** Whether the provider said: wait, and ask again. */
    public boolean isThrottled() {
        return this == THROTTLED_RATE || this == THROTTLED_CONCURRENCY || this == THROTTLED_GROWTH;
    }
}
