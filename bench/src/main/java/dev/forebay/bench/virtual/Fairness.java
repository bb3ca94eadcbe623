package dev.forebay.bench.virtual;

import java.util.HashMap;
import java.util.Map;

/**
 * How equally the processes on one key were served, as Jain's index: 1 if each got the same, 1/n if one of n got all.
 *
 * <p>Each has the same amount to do, and in the end has done it. So only the time counts in which all still had something to
 * send: until one of them was taken its last call. What a process got are the input tokens of its calls that were answered.
 * Stateless.
 */
final class Fairness {

    private Fairness() {}

    /**
     * The index of a run.
     *
     * @param processes that had work, whether they sent any or not
     */
    static double index(Tape tape, int processes) {
        Map<String, Long> lastNanos = new HashMap<>();
        for (Tape.Entry entry : tape.entries()) {
            if (entry.succeeded()) {
                lastNanos.put(entry.client(), entry.sentNanos());
            }
        }
        long firstDoneNanos =
                lastNanos.values().stream().mapToLong(Long::longValue).min().orElse(0);
        Map<String, Double> got = new HashMap<>();
        for (Tape.Entry entry : tape.entries()) {
            if (entry.succeeded() && entry.sentNanos() <= firstDoneNanos) {
                got.merge(entry.client(), (double) entry.document().inputTokens(), Double::sum);
            }
        }
        double sum = got.values().stream().mapToDouble(Double::doubleValue).sum();
        double squares = got.values().stream().mapToDouble(work -> work * work).sum();
        return squares == 0 ? 1 : sum * sum / (processes * squares);
    }
}
