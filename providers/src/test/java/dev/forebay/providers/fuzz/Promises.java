package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.Provider;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for each signal, whatever was read. */
final class Promises {

    static final List<Provider> PROVIDERS = List.of(Provider.anthropic(), Provider.openAi());

    private static final Duration WAIT_MAX = Duration.ofHours(24);
    private static final Duration PERIOD_MAX = Duration.ofDays(1);

    /** Three dots may follow a message that was cut. */
    private static final int MESSAGE_LENGTH_MAX = Signal.Builder.MESSAGE_LENGTH_MAX + 3;

    private Promises() {}

    static void hold(Signal signal) {
        String message = signal.message();
        assertTrue(message.length() <= MESSAGE_LENGTH_MAX, () -> message.length() + " characters");
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
        signal.retryAfter().ifPresent(wait -> {
            assertTrue(wait.compareTo(Duration.ZERO) > 0 && wait.compareTo(WAIT_MAX) <= 0, wait::toString);
        });
        signal.usage().ifPresent(Promises::hold);
        hold(signal.readings());
    }

    /** Sums of tokens and of permits stay far from an overflow. */
    private static void hold(Usage usage) {
        for (long tokens : new long[] {usage.inputTokens(), usage.outputTokens()}) {
            assertTrue(tokens >= 0 && tokens <= 4 * Usage.MAX_TOKENS, usage::toString);
        }
    }

    /** At most one reading of each dimension, each within what its type allows. */
    static void hold(List<LimitReading> readings) {
        Set<Object> dimensions = new HashSet<>();
        for (LimitReading reading : readings) {
            assertTrue(dimensions.add(reading.dimension()), readings::toString);
            assertTrue(reading.period().compareTo(PERIOD_MAX) <= 0, reading::toString);
            assertTrue(reading.limit() < 1_000_000_000_000L, reading::toString);
            reading.resetAfter().ifPresent(reset -> assertFalse(reset.isNegative(), reading::toString));
        }
        assertEquals(readings.size(), dimensions.size());
    }
}
