package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "6m0s, PT6M",
        "1s, PT1S",
        "20ms, PT0.02S",
        "877ms, PT0.877S",
        "1.182s, PT1.182S",
        "20m52.666s, PT20M52.666S",
        "0s, PT0S",
        "2m59.56s, PT2M59.56S",
        "17.399999999s, PT17.399999999S",
        "45.837906927s, PT45.837906927S",
        "1h2m3.4s, PT1H2M3.4S",
        "500µs, PT0.0005S",
        "500us, PT0.0005S",
        "7ns, PT0.000000007S",
        "0.1ns, PT0.000000001S",
        "1d, PT24H",
        "45 seconds, PT45S",
        "1 second, PT1S",
        "2 minutes, PT2M",
        "1 hour 5 minutes, PT1H5M",
        "250 milliseconds, PT0.25S",
    })
    void reads(String text, Duration duration) {
        assertEquals(Optional.of(duration), GoDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "5",
                "500",
                "-5s",
                "5x",
                "NaN",
                "Infinity",
                "1e3s",
                "5s!",
                "s5",
                "5 s 6",
                "9999999999h",
                "5..5s",
                "1234567890123456789s"
            })
    void refuses(String text) {
        assertEquals(Optional.empty(), GoDuration.parse(text));
    }
}
