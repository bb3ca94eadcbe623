package dev.forebay.bench.virtual;

import java.time.Duration;

/**
 * The way between a client and the provider. Immutable.
 *
 * @param transitMax each direction takes up to this, at random, so that calls overtake each other
 * @param headersLost the part of answers that come without headers about limits, from 0 to 1
 */
record Way(Duration transitMax, double headersLost) {

    /** The last byte of a body comes after its headers. */
    static final Duration BODY = Duration.ofMillis(40);

    /** A good network. */
    static final Way USUAL = new Way(Duration.ofMillis(40), 0);

    private static final Duration ROUNDING = Duration.ofMillis(10);

    /** How long a request may be on its way that was sent without knowing of a throttle. */
    Duration grace() {
        return transitMax.multipliedBy(2).plus(BODY).plus(ROUNDING);
    }
}
