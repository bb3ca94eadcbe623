package dev.forebay.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The values that carry what a provider said, and their bounds: nothing a server sends may fill the heap or overflow a clock.
 *
 * <p>Planted faults that it catches: a message or a list without a bound; a retry-after that is added to a clock unbounded; a
 * reading with a period that no quota can have.
 */
class SignalTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void boundsWhatAServerSends() {
        Signal.Builder builder = Signal.builder(Verdict.THROTTLED_RATE)
                .message("x".repeat(10_000))
                .retryAfter(Duration.ofSeconds(Long.MAX_VALUE));
        for (int reading = 0; reading < 1_000; reading++) {
            builder.reading(reading(Dimension.REQUESTS, MINUTE, 60, 7));
        }
        Signal signal = builder.build();
        assertEquals(Signal.Builder.MESSAGE_LENGTH_MAX + 3, signal.message().length());
        assertEquals(Signal.Builder.READINGS_MAX, signal.readings().size());
        assertEquals(Optional.of(Duration.ofDays(31)), signal.retryAfter());
    }

    @Test
    void aRetryAfterOfZeroOrLessIsNone() {
        assertEquals(Optional.empty(), retryAfter(Duration.ZERO));
        assertEquals(Optional.empty(), retryAfter(Duration.ofSeconds(-1)));
        assertEquals(Optional.empty(), retryAfter(Duration.ofSeconds(Long.MIN_VALUE)));
        assertEquals(Optional.of(Duration.ofMillis(1)), retryAfter(Duration.ofMillis(1)));
    }

    @Test
    void readsLikeASentence() {
        Signal signal = Signal.builder(Verdict.THROTTLED_RATE)
                .dimension(Dimension.INPUT_TOKENS)
                .retryAfter(Duration.ofSeconds(2))
                .message("slow")
                .build();
        assertEquals("THROTTLED_RATE by input tokens, retry after PT2S: slow", signal.toString());
    }

    @Test
    void aReadingHasRanges() {
        assertThrows(IllegalArgumentException.class, () -> reading(Dimension.REQUESTS, MINUTE, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> reading(Dimension.REQUESTS, MINUTE, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> reading(Dimension.REQUESTS, Duration.ofMillis(999), 1, 0));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> reading(Dimension.REQUESTS, Duration.ofDays(32), 1, 0));
        assertTrue(String.valueOf(refused.getMessage()).contains("period PT768H"), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("period 1 second to 31 days"), refused.getMessage());
    }

    @Test
    void aDimensionHasAName() {
        assertEquals("input tokens", Dimension.INPUT_TOKENS.words());
        for (String wrong : new String[] {"", "Input", "input tokens", "9", "a=b", "x".repeat(33)}) {
            assertThrows(IllegalArgumentException.class, () -> new Dimension(wrong), wrong);
        }
    }

    @Test
    void usageCountsFourDisjointKinds() {
        Usage usage = Usage.tokens(100, 10).withCache(1_000, 200);
        assertEquals(1_300, usage.promptTokens());
        assertEquals(usage, Usage.tokens(100, 99).withCache(1_000, 200).withOutput(10));
        assertEquals(
                usage.hashCode(), Usage.tokens(100, 10).withCache(1_000, 200).hashCode());
        assertNotEquals(usage, Usage.tokens(100, 10).withCache(200, 1_000));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Usage.tokens(-1, 0));
        assertEquals("input tokens is -1; allowed: 0 to 1000000000", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Usage.tokens(0, 1_000_000_001));
    }

    private static Optional<Duration> retryAfter(Duration wait) {
        return Signal.builder(Verdict.OVERLOADED).retryAfter(wait).build().retryAfter();
    }

    private static LimitReading reading(Dimension dimension, Duration period, long limit, long remaining) {
        return new LimitReading(dimension, period, limit, remaining, 0, Optional.empty());
    }
}
