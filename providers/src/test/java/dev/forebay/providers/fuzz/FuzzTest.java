package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code scripts/fuzz.sh}: every target on its corpus and on some thousand mutants of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {

    private static final int MUTANTS = 1500;

    private static final List<String> HEADERS = List.of(
            "retry-after: ",
            "retry-after-ms: ",
            "x-should-retry: ",
            "anthropic-ratelimit-requests-limit: ",
            "anthropic-ratelimit-input-tokens-remaining: ",
            "x-ratelimit-reset-tokens: ",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "99999999999999999999",
            "0.000000000001",
            "-1",
            "1e9",
            "999999999999h",
            "\n",
            "\u0000");

    private static final List<String> JSON = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\u0000",
            "\\",
            "null",
            "true",
            "-0",
            "1e400",
            "\n\n",
            "\r",
            "\uFEFF",
            "data: ",
            "event: ",
            "\"error\":{",
            "\"type\":\"error\"",
            "99999999999999999999",
            "[DONE]",
            "HTTP/1.1 429\n",
            "Limit 30000, Requested 40000",
            "try again in 6m0s",
            "retry after 86400 seconds");

    @Test
    void headers() throws Exception {
        Replay replay = new Replay("/fuzz/headers", HEADERS);
        assertTrue(replay.seeds() >= 8);
        replay.run(HeadersFuzz::fuzzerTestOneInput, MUTANTS);
    }

    @Test
    void answers() throws Exception {
        Replay replay = new Replay("/corpus", JSON);
        assertTrue(replay.seeds() >= 100);
        replay.run(AnswersFuzz::fuzzerTestOneInput, MUTANTS);
    }

    @Test
    void events() throws Exception {
        Replay replay = new Replay("/fuzz/events", JSON);
        assertTrue(replay.seeds() >= 8);
        replay.run(EventsFuzz::fuzzerTestOneInput, MUTANTS);
    }
}
