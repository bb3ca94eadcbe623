package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is tried out: a provider, what its clients know of it, and how much they have to do. Immutable.
 *
 * @param provider how the provider behaves; its seed is replaced
 * @param known the limits that the clients are told
 * @param clients processes with a pool and a queue each, which know nothing of each other
 * @param calls of all clients together
 * @param inputTokensMax of the largest document
 * @param way between clients and provider
 * @param killed when all clients are killed, to be started again a little later; empty if never
 * @param exact whether the clients know the tokens of each call beforehand
 * @param form in which both sides speak
 */
record Scenario(
        SimulatorOptions provider,
        Limits known,
        int clients,
        int calls,
        long inputTokensMax,
        Way way,
        Optional<Duration> killed,
        boolean exact,
        Form form) {

    /** So long after a kill the same command is given again: the less time has passed, the less has refilled. */
    static final Duration DOWN = Duration.ofSeconds(2);

    private static final Duration HANGS = Duration.ofHours(2);

    private static final long HANGS_FACTOR = 10;

    /** One client, in Anthropic's form. */
    static Scenario of(SimulatorOptions.Builder provider, Limits known, int calls) {
        SimulatorOptions options =
                provider.loggedCalls(0).throttleGrace(Way.USUAL.grace()).build();
        return new Scenario(
                options,
                known,
                1,
                calls,
                Workload.INPUT_TOKENS_MAX,
                Way.USUAL,
                Optional.empty(),
                false,
                Form.ANTHROPIC);
    }

    Scenario withClients(int count) {
        return new Scenario(provider, known, count, calls, inputTokensMax, way, killed, exact, form);
    }

    Scenario withLargestDocument(long inputTokens) {
        return new Scenario(
                provider, known, clients, calls, Math.min(inputTokensMax, inputTokens), way, killed, exact, form);
    }

    /** With a kill after so long. */
    Scenario killedAfter(Duration time) {
        return new Scenario(provider, known, clients, calls, inputTokensMax, way, Optional.of(time), exact, form);
    }

    /** Over another way, and with all tokens known beforehand. */
    Scenario exactOver(Way other) {
        SimulatorOptions options =
                provider.toBuilder().throttleGrace(other.grace()).build();
        return new Scenario(options, known, clients, calls, inputTokensMax, other, killed, true, form);
    }

    /** The same in another form; the provider's limits must be of that form. */
    Scenario in(Form other) {
        return new Scenario(provider, known, clients, calls, inputTokensMax, way, killed, exact, other);
    }

    /** The documents of this seed. */
    List<Document> documents(long seed) {
        return Workload.lognormal(calls, inputTokensMax, seed);
    }

    /** The virtual time after which a run hangs: far more than the limit on tokens takes for it. */
    Duration longest() {
        long perMinute = provider.limits().amount(form.largest()).orElse(Long.MAX_VALUE);
        return HANGS.plus(Duration.ofMinutes(HANGS_FACTOR * calls * inputTokensMax / 10 / perMinute));
    }
}
