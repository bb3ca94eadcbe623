package dev.forebay.examples.dropin;

import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;

/**
 * What a program meets.
 *
 * @param calls how many it makes
 * @param threads from how many threads
 * @param requests the provider's limit of requests, such as {@code rpm=1200,burst=10s}
 * @param latency how long an answer takes, such as {@code 1s}
 */
record Setting(int calls, int threads, String requests, String latency) {

    SimulatorOptions options(Library library) {
        return SimulatorOptions.builder()
                .limits(Limits.parse(requests + "," + library.tokenLimits))
                .latency(Latency.parse(latency))
                .build();
    }
}
