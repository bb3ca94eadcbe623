package dev.forebay.pool;

import dev.forebay.limit.Quota;
import java.util.OptionalLong;

/** A limit that somebody gave, held against the one that headers show. Not thread-safe. */
final class GivenLimit {

    private final long amount;
    private long shown;
    private long said;

    /** A limit of so many permits; {@link Quota#AMOUNT_MAX} if nobody gave one. */
    GivenLimit(long amount) {
        this.amount = amount;
        shown = amount;
    }

    long amount() {
        return amount;
    }

    /** A header shows the provider's limit. */
    void shown(long limit) {
        shown = limit;
    }

    /** The provider's limit, if somebody gave another one. */
    OptionalLong differing() {
        return amount < Quota.AMOUNT_MAX && shown != amount ? OptionalLong.of(shown) : OptionalLong.empty();
    }

    /** The same, once for each value. */
    OptionalLong differingUnsaid() {
        OptionalLong differing = differing();
        boolean fresh = differing.isPresent() && differing.getAsLong() != said;
        said = differing.orElse(0);
        return fresh ? differing : OptionalLong.empty();
    }
}
