package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.SimulatorOptions;

/**
 * What is tried out: a provider, what its clients know of it, and how much they have to do. Immutable.
 *
 * @param provider how the provider behaves; its seed is replaced
 * @param known the limits that the clients are told
 * @param clients processes with a pool and a queue each, which know nothing of each other
 * @param calls of all clients together
 */
record Scenario(SimulatorOptions provider, Limits known, int clients, int calls) {

    /** One client. */
    static Scenario of(SimulatorOptions.Builder provider, Limits known, int calls) {
        return new Scenario(provider.loggedCalls(0).build(), known, 1, calls);
    }

    Scenario withClients(int count) {
        return new Scenario(provider, known, count, calls);
    }

    Scenario withCalls(int count) {
        return new Scenario(provider, known, clients, count);
    }
}
