package dev.forebay.pool;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.signal.Usage;

/**
 * What one call holds or was charged in each dimension, in micro-permits: reckoned once, however many limits count it.
 * Immutable.
 */
record Permits(long requests, long inputTokens, long outputTokens, long totalTokens) {

    static final Permits NONE = new Permits(0, 0, 0, 0);

    /** What a call of this size holds while it is in flight. */
    static Permits held(Estimate estimate, Metering metering) {
        return new Permits(
                micros(metering.held(Counted.REQUESTS, estimate)),
                micros(metering.held(Counted.INPUT_TOKENS, estimate)),
                micros(metering.held(Counted.OUTPUT_TOKENS, estimate)),
                micros(metering.held(Counted.TOTAL_TOKENS, estimate)));
    }

    /** What a call that held this is charged for its usage. */
    Permits charged(Usage usage, Metering metering) {
        return new Permits(
                charged(Counted.REQUESTS, usage, metering),
                charged(Counted.INPUT_TOKENS, usage, metering),
                charged(Counted.OUTPUT_TOKENS, usage, metering),
                charged(Counted.TOTAL_TOKENS, usage, metering));
    }

    private long charged(Counted counted, Usage usage, Metering metering) {
        return metering.keepsHeld(counted) ? in(counted) : micros(metering.charged(counted, usage));
    }

    /** The same of the requests alone. */
    Permits ofRequests() {
        return new Permits(requests, 0, 0, 0);
    }

    long in(Counted counted) {
        return switch (counted) {
            case REQUESTS -> requests;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case TOTAL_TOKENS -> totalTokens;
            case OTHER -> 0;
        };
    }

    /** Rounded up: a share of a permit is never given away. */
    static long micros(double permits) {
        return (long) Math.ceil(Math.min(permits, Quota.AMOUNT_MAX) * Rate.MICROS_PER_PERMIT);
    }
}
