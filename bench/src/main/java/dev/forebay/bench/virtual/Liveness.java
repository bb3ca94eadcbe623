package dev.forebay.bench.virtual;

import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.LimitChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * T7: as long as something waits and the provider is honest, no minute uses less than half of the limit, but for the time in
 * which the provider had asked to wait. Stateless.
 */
final class Liveness {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final double SHARE_MIN = 0.5;

    private Liveness() {}

    /** The minutes in which too little was done, in words; empty if there was none. */
    static List<String> violations(Outcome outcome) {
        List<Tape.Entry> entries = outcome.tape().entries();
        long last = entries.getLast().sentNanos();
        List<String> violations = new ArrayList<>();
        for (long start = 0; start + MINUTE_NANOS <= last; start += MINUTE_NANOS) {
            double share = share(outcome, start);
            double running = 1 - (double) paused(outcome, start) / MINUTE_NANOS;
            if (share < SHARE_MIN * running) {
                violations.add("T7: in the minute from " + start / 1_000_000_000 + " s only "
                        + Math.round(share * 100) + " % of the limit was used, " + Math.round(running * 60)
                        + " s of it without a pause");
            }
        }
        return violations;
    }

    private static long paused(Outcome outcome, long start) {
        return outcome.pauses().stream()
                .mapToLong(pause -> pause.within(start, start + MINUTE_NANOS))
                .sum();
    }

    /** One document more than was sent: a large one may be waiting for a full bucket. */
    private static double share(Outcome outcome, long start) {
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
                        part(outcome, Dimension.REQUESTS, requests),
                        part(outcome, Dimension.INPUT_TOKENS, input),
                        part(outcome, Dimension.OUTPUT_TOKENS, output),
                        part(outcome, Dimension.TOKENS, total))
                .max()
                .orElseThrow();
    }

    /** Where limits change, half of the smallest is asked for. */
    private static double part(Outcome outcome, Dimension dimension, double used) {
        OptionalLong amount = outcome.scenario().provider().limits().amount(dimension);
        double factor = outcome.scenario().provider().conduct().changes().stream()
                .mapToDouble(LimitChange::factor)
                .reduce(1, Math::min);
        return amount.isEmpty() ? 0 : used / (amount.getAsLong() * factor);
    }
}
