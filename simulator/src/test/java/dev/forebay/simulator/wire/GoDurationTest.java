package dev.forebay.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "12000000, 12ms",
        "876999999, 877ms",
        "1000000000, 1s",
        "1182000000, 1.182s",
        "3890000000, 3.89s",
        "60000000000, 1m0s",
        "360000000000, 6m0s",
        "1252666000000, 20m52.666s",
        "3600000000000, 1h0m0s"
    })
    void looksLikeGo(long nanos, String text) {
        assertEquals(text, GoDuration.of(nanos));
    }
}
