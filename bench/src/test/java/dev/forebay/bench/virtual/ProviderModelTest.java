package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * T7 for every model of a provider, in both forms of the wire, with limits given and with nothing given. {@code
 * scripts/limiter_seeds.sh --kind t7} runs any number of seeds.
 *
 * <p>Planted faults that it catches: a capacity guessed six times too large, with the guards against a neighbour left out; a cap
 * that never grows again after a growth throttle; a neighbour's share that is never forgotten; a pause a minute longer than the
 * provider asked for.
 */
class ProviderModelTest {

    /** A minute and a half of work. */
    private static final int CALLS = 240;

    /** Each seed is one of them. */
    private static final int WAYS = 4;

    @Test
    void noModelIsUsedByLessThanHalf() {
        List<String> broken = ProviderModel.all().parallelStream()
                .flatMap(model ->
                        LongStream.rangeClosed(1, WAYS).mapToObj(seed -> broken(model.mix(seed, CALLS), seed)))
                .filter(text -> !text.isEmpty())
                .toList();
        assertEquals(List.of(), broken);
    }

    private static String broken(Mix mix, long seed) {
        List<String> violations = mix.violations(seed);
        return violations.isEmpty() ? "" : "seed " + seed + ", " + mix.options() + ": " + violations;
    }
}
