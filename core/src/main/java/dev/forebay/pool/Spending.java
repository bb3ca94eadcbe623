package dev.forebay.pool;

import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.signal.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one pool holds and spends of a budget, which other pools may share. Amounts are nano-dollars. Without a budget nothing
 * is held and everything fits. Guarded by the pool's lock; the lock of the budget is taken inside it.
 */
final class Spending {

    /*
     * What a call costs whose answer was lost with the process. Nobody will ever know, so the next process counts it. The worst
     * case (every byte a token, max_tokens to the last) is several times the real cost: a few kills of a process with fifty
     * calls in flight would eat the budget without buying anything. So all lost calls together count as the mean of what was
     * learned and four standard deviations of their sum, reckoned anew with each answer: with few answers the deviation of the
     * mean itself makes that the worst case, with many it comes down to the mean. A call whose outcome is unknown while the
     * process lives keeps its worst case: such calls are few, and a call that timed out is likelier to be a dear one.
     */

    /** A normal sum is above this once in thirty thousand kills. */
    private static final double DEVIATIONS = 4;

    /** Without any answer the estimate is a wide prior; four deviations of it would end a run that is killed early. */
    private static final double DEVIATIONS_UNTIL_ANSWERED = 1;

    /** Calls of one file differ in size about so much: the mean of the squares over the square of the mean. */
    private static final double SIZES_SQUARED = 2;

    private final @Nullable Budget budget;
    private final @Nullable Price price;
    private long spent;
    private Lost lost = Lost.NONE;
    private long bookedForLost;

    /**
     * Calls of earlier processes whose answers were lost.
     *
     * @param calls how many
     * @param bytes of all their prompts
     * @param held their worst cases
     */
    record Lost(long calls, long bytes, long held) {

        static final Lost NONE = new Lost(0, 0, 0);

        Lost plus(Lost other) {
            return new Lost(calls + other.calls, bytes + other.bytes, held + other.held);
        }
    }

    Spending(@Nullable Budget budget, @Nullable Price price) {
        this.budget = budget;
        this.price = price;
    }

    boolean isLimited() {
        return budget != null;
    }

    long limit() {
        return budget == null ? Long.MAX_VALUE : budget.limitNanoDollars();
    }

    Budget.Room room(Estimate estimate) {
        return budget == null ? Budget.Room.NOW : budget.room(worstCase(estimate));
    }

    /** Holds the worst case of a call; empty if another pool took the money meanwhile. */
    OptionalLong hold(Estimate estimate) {
        if (budget == null) {
            return OptionalLong.of(0);
        }
        long held = worstCase(estimate);
        return budget.hold(held) ? OptionalLong.of(held) : OptionalLong.empty();
    }

    /** Gives back what was held for a call, and books what it cost. */
    void settle(Ticket ticket, long cost) {
        book(ticket.heldNanoDollars(), cost);
    }

    /** Books another cost for a call than the worst case that was booked for it before. */
    void correct(Ticket ticket, Usage usage) {
        book(0, cost(usage) - ticket.heldNanoDollars());
    }

    /** Books what an earlier process spent, and the calls that were lost with it. */
    void restore(long earlier, Lost calls, Estimator estimator) {
        book(0, earlier);
        lost = lost.plus(calls);
        learned(estimator);
    }

    /** Counts the lost calls as what calls cost here, as far as that is known by now. */
    void learned(Estimator estimator) {
        if (lost.calls() > 0) {
            long cost = Math.min(lost.held(), expected(lost, estimator));
            book(0, cost - bookedForLost);
            bookedForLost = cost;
        }
    }

    long cost(Usage usage) {
        return price == null ? 0 : price.nanoDollars(usage);
    }

    /** Lets a pool know whenever money may have become free, after a settle of this pool or of another one. */
    void onRelease(Runnable listener) {
        if (budget != null) {
            budget.onRelease(listener);
        }
    }

    /** Tells every pool of the budget; without any lock held. */
    void announceRelease() {
        if (budget != null) {
            budget.announceRelease();
        }
    }

    /** What the next process will have to count as lost if this one ends now. */
    Lost lost(Collection<Ticket> flying) {
        Lost all = lost;
        for (Ticket ticket : flying) {
            if (!ticket.estimate().isCertain()) {
                all = all.plus(new Lost(1, ticket.estimate().inputBytes(), ticket.heldNanoDollars()));
            }
        }
        return all;
    }

    /** What is spent without the lost calls: of those in flight, the ones whose cost is certain. */
    long spent(Collection<Ticket> flying) {
        return spent
                - bookedForLost
                + flying.stream()
                        .filter(ticket -> ticket.estimate().isCertain())
                        .mapToLong(Ticket::heldNanoDollars)
                        .sum();
    }

    private long expected(Lost calls, Estimator estimator) {
        if (price == null) {
            return 0;
        }
        // Dollars per million tokens are thousands of nano-dollars per token.
        double perInput = price.input().max(price.cacheWrite()).doubleValue() * 1e3;
        double perOutput = price.output().doubleValue() * 1e3;
        Estimator.Sum sum = estimator.sum(calls.calls(), calls.bytes(), SIZES_SQUARED);
        double variance = perInput * perInput * sum.inputVariance() + perOutput * perOutput * sum.outputVariance();
        double deviations = estimator.observed() > 0 ? DEVIATIONS : DEVIATIONS_UNTIL_ANSWERED;
        return (long) Math.ceil(
                perInput * sum.inputTokens() + perOutput * sum.outputTokens() + deviations * Math.sqrt(variance));
    }

    /** The most that a call can cost. */
    private long worstCase(Estimate estimate) {
        if (price == null) {
            return 0;
        }
        BigDecimal dearestInput = price.input().max(price.cacheWrite()).max(price.cacheRead());
        return dearestInput
                .multiply(BigDecimal.valueOf((long) Math.ceil(estimate.inputTokensHigh())))
                .add(price.output().multiply(BigDecimal.valueOf((long) Math.ceil(estimate.maxOutputTokens()))))
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    private void book(long held, long cost) {
        if (budget != null) {
            budget.settle(held, cost);
            spent += cost;
        }
    }
}
