package dev.forebay.bench.virtual;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * T7: as long as something waits in line, no sixty seconds use less than half of what the provider would have given, but for the
 * time in which it had asked to wait. Stateless.
 *
 * <p>What it would have given: its limit, as it was then, but for what the neighbour took by the provider's own account, and but
 * for what the cap on growth held back; and no more calls than the cap on those in flight lets through. Who was given a limit
 * keeps to it when the provider's grows.
 *
 * <p>The time taken out is what stood in {@code retry-after} of the provider's refusals, whatever the client made of it: a pool that pauses
 * by itself, or for longer, is not excused.
 */
final class Liveness {

    static final double SHARE_MIN = 0.5;

    private static final int STEPS = 6;
    private static final long MINUTE_NANOS = STEPS * Outcome.STEP_NANOS;

    /** Fine enough for what changes within a minute. */
    private static final int SAMPLES = 600;

    private final Outcome outcome;
    private final Conduct conduct;
    private final Limits limits;

    /**
     * Sixty seconds in which something waited.
     *
     * @param startNanos since the start of the run
     * @param share of what the provider would have given that was used
     * @param running the part of the time in which the provider had not asked to wait, from 0 to 1
     */
    record Minute(long startNanos, double share, double running) {

        /** The share of the time that was left; the least of a run is what T7 looks at. */
        double part() {
            return running <= 0 ? Double.POSITIVE_INFINITY : share / running;
        }

        @Override
        public String toString() {
            return "T7: in the minute from " + startNanos / 1_000_000_000 + " s only " + Math.round(share * 100)
                    + " % of what there was was used, " + Math.round(running * 60) + " s of it without a pause";
        }
    }

    private Liveness(Outcome outcome) {
        this.outcome = outcome;
        conduct = outcome.scenario().provider().conduct();
        limits = outcome.scenario().provider().limits();
    }

    /** The minutes in which too little was done, in words; empty if there was none. */
    static List<String> violations(List<Minute> minutes) {
        return minutes.stream()
                .filter(minute -> minute.part() < SHARE_MIN)
                .map(Minute::toString)
                .toList();
    }

    /** The part of the worst minute; infinite if there is none. */
    static double worst(List<Minute> minutes) {
        return minutes.stream().mapToDouble(Minute::part).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** All sixty seconds in which something waited, ten seconds apart. */
    static List<Minute> minutes(Outcome outcome) {
        Liveness liveness = new Liveness(outcome);
        List<Pause> pauses = outcome.tape().pauses();
        long last = outcome.tape().lineEmptyNanos();
        List<Minute> minutes = new ArrayList<>();
        for (int step = 0; (step + STEPS) * Outcome.STEP_NANOS <= last; step++) {
            long start = step * Outcome.STEP_NANOS;
            long paused = pauses.stream()
                    .mapToLong(pause -> pause.within(start, start + MINUTE_NANOS))
                    .sum();
            minutes.add(new Minute(start, liveness.share(step), 1 - (double) paused / MINUTE_NANOS));
        }
        return minutes;
    }

    /** One document more than was sent: a large one may be waiting for a full bucket. */
    private double share(int step) {
        long start = step * Outcome.STEP_NANOS;
        double requests = 1;
        double input = outcome.scenario().inputTokensMax();
        double output = Workload.MAX_TOKENS;
        double total = outcome.scenario().inputTokensMax();
        for (Tape.Entry entry : outcome.tape().entries()) {
            if (entry.succeeded() && entry.sentNanos() >= start && entry.sentNanos() < start + MINUTE_NANOS) {
                requests++;
                input += entry.document().inputTokens();
                output += entry.document().outputTokens();
                total += Form.upFront(entry.document());
            }
        }
        return DoubleStream.of(
                        requests / throughTheCap(),
                        part(step, Dimension.REQUESTS, requests),
                        part(step, Dimension.INPUT_TOKENS, input),
                        part(step, Dimension.OUTPUT_TOKENS, output),
                        part(step, Dimension.TOKENS, total))
                .max()
                .orElseThrow();
    }

    /** The calls that the cap on those in flight lets through in a minute. */
    private double throughTheCap() {
        return limits.concurrency().isEmpty()
                ? Double.POSITIVE_INFINITY
                : (double) limits.concurrency().getAsInt()
                        * MINUTE_NANOS
                        / outcome.scenario().provider().latency().median().toNanos();
    }

    private double part(int step, Dimension dimension, double used) {
        OptionalLong amount = limits.amount(dimension);
        return amount.isEmpty() ? 0 : used / (amount.getAsLong() * allowed(step, dimension) - theirs(step, dimension));
    }

    /** The part of the first limit that was allowed, in the mean over the minute. */
    private double allowed(int step, Dimension dimension) {
        boolean grows = dimension == outcome.scenario().form().largest();
        double sum = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            long nanos = step * Outcome.STEP_NANOS + sample * (MINUTE_NANOS / SAMPLES);
            double ramp = grows
                    ? conduct.acceleration().map(cap -> cap.partAfter(nanos)).orElse(1.0)
                    : 1.0;
            sum += Math.min(factor(nanos), ramp);
        }
        return sum / SAMPLES;
    }

    private double factor(long nanos) {
        double factor = conduct.changes().stream()
                .filter(change -> change.after().toNanos() <= nanos)
                .mapToDouble(LimitChange::factor)
                .reduce(1, (before, after) -> after);
        boolean given = !outcome.scenario().known().quotas().isEmpty();
        return given ? Math.min(1, factor) : factor;
    }

    /** What the neighbour took, each of whose calls has the same part of every limit in the mean. */
    private double theirs(int step, Dimension dimension) {
        if (conduct.neighbour().isEmpty()) {
            return 0;
        }
        List<Ledger> history = outcome.history();
        long calls = history.get(step + STEPS).neighbour().taken()
                - history.get(step).neighbour().taken();
        double perCall = (double) limits.amount(dimension).orElse(0)
                / limits.amount(Dimension.REQUESTS).orElseThrow();
        return calls * perCall;
    }
}
