package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.providers.http.RawHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0.25, PT0.25S",
        "86400, PT24H",
        "86401,",
        "0,",
        "0.0,",
        "-1,",
        "NaN,",
        "Infinity,",
        "1e3,",
        "99999999999999999999,",
        "seven,",
        "7s,",
        "'Tue, 24 Nov 2026 12:00:20 GMT', PT20S",
        "'Tue, 24 Nov 2026 12:00:00 GMT',",
        "'Tue, 24 Nov 2026 11:59:59 GMT',",
        "'Fri, 31 Dec 9999 23:59:59 GMT',",
        "'Tue, 31 Nov 2026 12:00:00 GMT',",
    })
    void readsTheHeader(String value, Duration wait) {
        assertEquals(Optional.ofNullable(wait), of(429, Map.of("Retry-After", value), ""));
    }

    @Test
    void datesAreReadAgainstTheServersClock() {
        Map<String, String> headers =
                Map.of("date", "Tue, 24 Nov 2026 08:00:00 GMT", "retry-after", "Tue, 24 Nov 2026 08:00:09 GMT");
        assertEquals(Optional.of(Duration.ofSeconds(9)), of(429, headers, ""));
    }

    @Test
    void aUselessHeaderGivesWayToTheNext() {
        Map<String, String> headers = Map.of("retry-after-ms", "0", "retry-after", "3");
        assertEquals(Optional.of(Duration.ofSeconds(3)), of(429, headers, ""));
        assertEquals(Optional.of(Duration.ofSeconds(4)), of(429, Map.of("retry-after", "-1"), "try again in 4s"));
    }

    @Test
    void onASuccessTheHeaderSaysNothing() {
        assertEquals(Optional.empty(), of(200, Map.of("retry-after", "53", "retry-after-ms", "53000"), ""));
        assertEquals(Optional.of(Duration.ofSeconds(4)), of(200, Map.of("retry-after", "53"), "try again in 4s"));
    }

    @ParameterizedTest
    @CsvSource({
        "Please try again in 3.89s. Visit the page., PT3.89S",
        "Please try again in 174ms., PT0.174S",
        "Please try again in 1m2.3s., PT1M2.3S",
        "Please try again in 6m0s., PT6M",
        "Please retry after 45 seconds., PT45S",
        "Please retry in 26.5s, PT26.5S",
        "Try Again In 2 Minutes, PT2M",
        "Please try again later.,",
        "Please try again in 0s.,",
        "Please try again in 40 days.,",
        "Please try again in a while.,",
    })
    void readsWords(String text, Duration wait) {
        assertEquals(Optional.ofNullable(wait), of(429, Map.of(), text));
    }

    private static Optional<Duration> of(int status, Map<String, String> headers, String message) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        ErrorBody error = ErrorBody.parse("{\"error\":{\"message\":" + JsonText.quoted(message) + "}}");
        return Waits.of(RawHeaders.of(status, lists, NOW), error);
    }
}
