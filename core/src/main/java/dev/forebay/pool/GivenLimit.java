package dev.forebay.pool;

import dev.forebay.limit.Quota;
import java.util.OptionalLong;

/**
 * What somebody gave of a limit, its amount and into how many parts it is shared, held against the one that headers show. All
 * amounts are those of our part. Not thread-safe.
 */
final class GivenLimit {

    private final long amount;
    private final int parts;
    private long shown;
    private long said;

    /**
     * A limit of so many permits.
     *
     * @param amount of our part; {@link Quota#AMOUNT_MAX} if nobody gave one
     * @param parts the processes that share what headers show, 1 if we are alone
     */
    GivenLimit(long amount, int parts) {
        this.amount = amount;
        this.parts = parts;
        shown = amount;
    }

    long amount() {
        return amount;
    }

    /** Our part of a limit of the whole key. */
    long own(long limit) {
        return part(limit, parts);
    }

    /** The same for so many parts. */
    static long part(long limit, int parts) {
        return Math.max(1, limit / parts);
    }

    /** The limit of the whole key, of which this is our part. */
    long whole(long part) {
        return part * parts;
    }

    /** Whether nobody has another part of it. */
    boolean isUndivided() {
        return parts == 1;
    }

    /** Whether all that a header shows of this limit is ours to use; else it proves only what there is at the most. */
    boolean isOurs(long limit) {
        return parts == 1 && limit <= amount;
    }

    /** A header shows the provider's limit. */
    void shown(long limit) {
        shown = own(limit);
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
