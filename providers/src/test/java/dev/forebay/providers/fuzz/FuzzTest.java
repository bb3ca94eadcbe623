package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code scripts/fuzz.sh}: every target on its corpus and on some thousand mutants of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {

    private static final int MUTANTS = 1500;

    @Test
    void headers() throws Exception {
        Replay replay = new Replay("/fuzz/headers", "/fuzz/headers.dict");
        assertTrue(replay.seeds() >= 8);
        replay.run(HeadersFuzz::fuzzerTestOneInput, MUTANTS);
    }

    @Test
    void answers() throws Exception {
        Replay replay = new Replay("/corpus", "/fuzz/bodies.dict");
        assertTrue(replay.seeds() >= 100);
        replay.run(AnswersFuzz::fuzzerTestOneInput, MUTANTS);
    }

    @Test
    void events() throws Exception {
        Replay replay = new Replay("/fuzz/events", "/fuzz/bodies.dict");
        assertTrue(replay.seeds() >= 8);
        replay.run(EventsFuzz::fuzzerTestOneInput, MUTANTS);
    }
}
