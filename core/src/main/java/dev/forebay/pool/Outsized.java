package dev.forebay.pool;

import dev.forebay.limit.Rate;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call that a limit never holds from one that came too soon, by the refusals of that call. Not thread-safe.
 *
 * <p>Seen from outside: a refused call comes back to its place and is sent again, until its refusals prove that it asks for
 * more than a full bucket gives; then it is dead, and the others go on.
 */
final class Outsized {

    /*
     * An estimate is no evidence: with a ratio that is off by a third, "fail at once" would lose documents that fit. So a call
     * whose estimate may lie above the limit is sent when the bucket is full, alone, and the provider decides. Some providers
     * say that a request is too large for ever; others answer it with the same 429 as any other, for ever.
     *
     * A refusal proves something if nothing but this call can have caused it: no other call of ours was in flight or was sent
     * since, and the bucket was full. Full is what the headers of the refusal show (a reset that is due, or, if none is told to
     * the millisecond, remaining at the most that was ever seen, where that is many roundings), or, where they show nothing, a
     * whole period without a charge of ours. Three of these in a row are proof. One is, if the headers show the bucket full and
     * the provider asks us to wait for longer than it takes to fill.
     *
     * A neighbour who uses the whole key where no header shows it looks the same. So a call is only suspected if its tokens may
     * exceed the limit: a text has no more tokens than bytes, and a frame; and where no limit is known, no call is.
     *
     * A refusal that proves the call outsized says nothing of the bucket: it widens no margin. The wait that was told with it is
     * kept all the same, for no call is ever sent before a wait is over.
     */

    /** Refusals in a row that prove it. */
    static final int REFUSALS_MAX = 3;

    /** Many resets are cut to seconds, and those of a full bucket lie about now. */
    private static final Duration RESET_DUE = Duration.ofSeconds(2);

    /** A bucket that fills within seconds is seldom full when its reset is seconds away. */
    private static final double RESET_DUE_PART = 0.1;

    /** Others are told to the millisecond. */
    private static final Duration RESET_DUE_TOLD_IN_FRACTIONS = Duration.ofMillis(10);

    /** A bucket that holds fewer roundings than this is never seen to be full by what is left in it. */
    private static final long ROUNDINGS_MIN = 10;

    /** How much longer than a period a wait must be to say "never": a bucket in debt takes a little longer to fill. */
    private static final double NEVER = 1.1;

    private final Ledger ledger;
    private @Nullable Place suspect;
    private int refusals;

    Outsized(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Counts a refusal of a call that has been given back.
     *
     * @param culprit the limit of tokens that refused it
     * @return why the call is dead; empty if it may still pass
     */
    Optional<String> refused(Ticket ticket, Meter culprit, Signal signal) {
        Evidence evidence = evidence(ticket, culprit, signal);
        if (evidence == Evidence.NONE) {
            return Optional.empty();
        }
        refusals = ticket.place().equals(suspect) ? refusals + 1 : 1;
        suspect = ticket.place();
        return evidence == Evidence.CONCLUSIVE || refusals >= REFUSALS_MAX
                ? Optional.of(message(culprit))
                : Optional.empty();
    }

    private enum Evidence {
        NONE,
        COUNTS,
        CONCLUSIVE
    }

    private Evidence evidence(Ticket ticket, Meter culprit, Signal signal) {
        boolean alone = ticket.sentAlone() && ledger.isLast(ticket);
        if (!alone || !ledger.mayExceed(culprit, ticket)) {
            return Evidence.NONE;
        }
        long periodNanos = culprit.period().toNanos();
        Optional<LimitReading> shown = reading(culprit, signal);
        boolean seenFull = shown.isPresent() && showsFull(culprit, shown.get());
        boolean contradicted = shown.isPresent() && !seenFull && !mayBeFull(culprit, shown.get());
        boolean idle = ticket.sentNanos() - ledger.lastChargedNanos() >= periodNanos;
        if (contradicted || !(seenFull || idle)) {
            return Evidence.NONE;
        }
        boolean never = signal.retryAfter().orElse(Duration.ZERO).toNanos() > NEVER * periodNanos;
        return seenFull && never ? Evidence.CONCLUSIVE : Evidence.COUNTS;
    }

    private static Optional<LimitReading> reading(Meter meter, Signal signal) {
        return signal.readings().stream()
                .filter(reading -> reading.dimension().equals(meter.dimension())
                        && reading.period().equals(meter.period()))
                .findFirst();
    }

    private static boolean showsFull(Meter meter, LimitReading shown) {
        boolean due = shown.resetAfter()
                .filter(reset -> reset.compareTo(dueWithin(meter, shown, reset)) <= 0)
                .isPresent();
        // Where no header has shown all of a bucket yet, the most that was seen may be what this one shows; its reset
        // knows.
        boolean notYet = !due
                && shown.resetAfter().filter(reset -> reset.toNanosPart() != 0).isPresent();
        boolean visible = !notYet && shown.remaining() > 2 * shown.rounding() && isFine(meter, shown);
        return due || (visible && mayBeFull(meter, shown));
    }

    /** Where a bucket holds little more than what is rounded, a neighbour's use is lost in it. */
    private static boolean isFine(Meter meter, LimitReading shown) {
        return shown.rounding() * ROUNDINGS_MIN * Rate.MICROS_PER_PERMIT
                <= meter.capacity().most();
    }

    /** Somebody else on the key may keep a bucket nearly full, and a call that needs all of it is refused all the same. */
    private static Duration dueWithin(Meter meter, LimitReading shown, Duration reset) {
        if (reset.toNanosPart() != 0) {
            return RESET_DUE_TOLD_IN_FRACTIONS;
        }
        double most = (double) meter.capacity().most() / Rate.MICROS_PER_PERMIT;
        if (most <= 2 * shown.rounding()) {
            return RESET_DUE;
        }
        Duration part = Duration.ofNanos(
                (long) (RESET_DUE_PART * most / meter.amount() * meter.period().toNanos()));
        return part.compareTo(RESET_DUE) < 0 ? part : RESET_DUE;
    }

    private static boolean mayBeFull(Meter meter, LimitReading shown) {
        double most = (double) meter.capacity().most() / Rate.MICROS_PER_PERMIT;
        return shown.remaining() + 2 * shown.rounding() + 1 >= most;
    }

    private static String message(Meter culprit) {
        return "asks for more " + culprit.dimension().words() + " than the limit of " + culprit.amount() + " per "
                + words(culprit.period()) + " ever holds: refused alone, with nothing else charged";
    }

    private static String words(Duration period) {
        if (period.equals(Duration.ofMinutes(1))) {
            return "minute";
        }
        return period.equals(Duration.ofDays(1)) ? "day" : period.toSeconds() + " s";
    }
}
