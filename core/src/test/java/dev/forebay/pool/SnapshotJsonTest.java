package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Reads the JSON of a snapshot back with a strict reader written for it.
 *
 * <p>Planted faults that it catches: a quote or a control character that is not escaped; a decimal comma from the default
 * locale; a trailing comma.
 */
class SnapshotJsonTest {

    @Test
    void isStrictJson() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            String name = "a \"pool\"\\ of\n\u0001 tabs\t, \u00e9 and \ud83d\ude00";
            Snapshot snapshot = new Snapshot(
                    name,
                    3,
                    2,
                    12,
                    List.of(meter(Dimension.REQUESTS, -1.25), meter(Dimension.INPUT_TOKENS, 1e12)),
                    Map.of(Verdict.SUCCEEDED, 10L, Verdict.THROTTLED_RATE, 1L),
                    "budget \"spent\"");
            Object json = new StrictJson(snapshot.toJson()).read();
            assertEquals(
                    Map.of(
                            "pool",
                            name,
                            "waiting",
                            3.0,
                            "in_flight",
                            2.0,
                            "concurrency_cap",
                            12.0,
                            "meters",
                            List.of(meterJson("requests", -1.25), meterJson("input-tokens", 1e12)),
                            "outcomes",
                            Map.of("succeeded", 10.0, "throttled_rate", 1.0),
                            "stopped",
                            "budget \"spent\""),
                    json);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anEmptyPoolIsStrictJsonToo() {
        Snapshot snapshot = new Snapshot("p", 0, 0, Integer.MAX_VALUE, List.of(), Map.of(), "");
        assertEquals(
                "{\"pool\":\"p\",\"waiting\":0,\"in_flight\":0,\"concurrency_cap\":null,\"meters\":[],\"outcomes\":{},"
                        + "\"stopped\":\"\"}",
                snapshot.toJson());
        assertEquals(0, snapshot.throttles());
    }

    private static Snapshot.MeterSnapshot meter(Dimension dimension, double level) {
        return new Snapshot.MeterSnapshot(dimension, Duration.ofMinutes(1), 60, 10, level, 0.5, 7, -0.125, 0.25);
    }

    private static Map<String, Object> meterJson(String dimension, double level) {
        return Map.of(
                "dimension", dimension,
                "period_seconds", 60.0,
                "limit", 60.0,
                "capacity", 10.0,
                "level", level,
                "reserved", 0.5,
                "used_last_minute", 7.0,
                "drift", -0.125,
                "neighbour_share", 0.25);
    }
}
