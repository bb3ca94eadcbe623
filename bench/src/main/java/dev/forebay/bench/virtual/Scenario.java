package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.limit.Dimension;
import java.time.Duration;
import java.util.List;

/**
 * What is tried out: a provider, what its clients know of it, and how much they have to do. Immutable.
 *
 * @param provider how the provider behaves; its seed is replaced
 * @param known the limits that the clients are told
 * @param clients processes with a pool and a queue each, which know nothing of each other
 * @param calls of all clients together
 * @param inputTokensMax of the largest document
 */
record Scenario(SimulatorOptions provider, Limits known, int clients, int calls, long inputTokensMax) {

    /** A throttle and its body are on their way for so long, and so is the last request that was sent without knowing of it. */
    private static final Duration GRACE = Duration.ofMillis(130);

    private static final Duration HANGS = Duration.ofHours(2);

    private static final long HANGS_FACTOR = 10;

    /** One client. */
    static Scenario of(SimulatorOptions.Builder provider, Limits known, int calls) {
        return new Scenario(
                provider.loggedCalls(0).throttleGrace(GRACE).build(), known, 1, calls, Workload.INPUT_TOKENS_MAX);
    }

    Scenario withClients(int count) {
        return new Scenario(provider, known, count, calls, inputTokensMax);
    }

    Scenario withLargestDocument(long inputTokens) {
        return new Scenario(provider, known, clients, calls, Math.min(inputTokensMax, inputTokens));
    }

    /** The documents of this seed. */
    List<Document> documents(long seed) {
        return Workload.lognormal(calls, inputTokensMax, seed);
    }

    /** The virtual time after which a run hangs: far more than the limit on input takes for it. */
    Duration longest() {
        long perMinute = provider.limits().amount(Dimension.INPUT_TOKENS).orElse(Long.MAX_VALUE);
        return HANGS.plus(Duration.ofMinutes(HANGS_FACTOR * calls * inputTokensMax / 10 / perMinute));
    }
}
