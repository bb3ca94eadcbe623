package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Two hundred seeds of random mixes of providers and hardships, in both forms of the wire, and what must hold in each: see {@link Watch} and {@link
 * Liveness}. {@code scripts/limiter_seeds.sh} runs any number.
 */
class MixTest {

    private static final int CALLS = 240;

    /** As many as fit into a minute of verify. */
    private static final int SEEDS = 200;

    private static final int SOUND_SEEDS = 60;

    private static final Duration TRANSIT = Duration.ofMillis(50);

    @Test
    void twoHundredSeedsKeepEveryPromise() {
        assertEquals(List.of(), broken(SEEDS, seed -> Mix.any(seed, CALLS)));
    }

    /** T3: exact estimates, a bucket, nobody else: nothing is ever rejected. */
    @Test
    void soundHeadersNeverLeadToARejection() {
        assertEquals(List.of(), broken(SOUND_SEEDS, seed -> Mix.sound(seed, CALLS, TRANSIT)));
    }

    private static List<String> broken(int seeds, LongFunction<Mix> mixes) {
        return LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> {
                    Mix mix = mixes.apply(seed);
                    List<String> violations = mix.violations(seed);
                    return violations.isEmpty() ? "" : "seed " + seed + ", " + mix.options() + ": " + violations;
                })
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
