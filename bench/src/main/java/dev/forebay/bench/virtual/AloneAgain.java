package dev.forebay.bench.virtual;

import dev.forebay.simulator.limit.Dimension;
import java.time.Duration;

/** How much of the key a client uses once its neighbour has left. Stateless. */
final class AloneAgain {

    /** So soon it must have noticed. */
    private static final Duration NOTICED = Duration.ofSeconds(15);

    private static final double NANOS_PER_MINUTE = 60e9;

    private AloneAgain() {}

    /**
     * The share of the input limit that was used from 15 s after the neighbour left until it came back, over all times that it
     * did so; 1 if the run ended before.
     */
    static double share(Outcome outcome, Duration on, Duration off) {
        long cycle = on.toNanos() + off.toNanos();
        long begins = on.toNanos() + NOTICED.toNanos();
        long last = outcome.ledger().times().lastAdmissionNanos();
        long cycles = last / cycle;
        double used = 0;
        for (Tape.Entry entry : outcome.tape().entries()) {
            long within = entry.sentNanos() % cycle;
            if (entry.succeeded() && within >= begins && entry.sentNanos() < cycles * cycle) {
                used += entry.document().inputTokens();
            }
        }
        double perNano = outcome.scenario()
                        .provider()
                        .limits()
                        .amount(Dimension.INPUT_TOKENS)
                        .orElseThrow()
                / NANOS_PER_MINUTE;
        return cycles == 0 ? 1 : used / (cycles * (cycle - begins) * perNano);
    }
}
