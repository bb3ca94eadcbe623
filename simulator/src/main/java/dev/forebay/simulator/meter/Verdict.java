package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Dimension;

/** Whether a request may pass. Immutable. */
public sealed interface Verdict {

    /** It passed, and was charged. */
    record Admitted() implements Verdict {}

    /**
     * A limit is in the way; nothing was charged.
     *
     * @param dimension the one with the longest wait
     * @param limit its amount per period
     * @param remaining whole permits in the bucket; may be negative
     * @param requested the permits asked for
     * @param waitNanos the time after which this request fits, if nothing else passes
     * @param never true if the request is larger than the limit itself
     */
    record Refused(Dimension dimension, long limit, long remaining, long requested, long waitNanos, boolean never)
            implements Verdict {}
}
