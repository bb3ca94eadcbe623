package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code scripts/fuzz.sh}: every target on its corpus and on some thousand mutants of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {

    private static final int MUTANTS = 3000;

    private static void replay(String folder, Consumer<byte[]> target) throws Exception {
        Replay replay = new Replay(folder, "/fuzz/inputs.dict");
        assertTrue(replay.seeds() >= 6, folder);
        replay.run(target, MUTANTS);
    }

    @Test
    void lines() throws Exception {
        replay("/fuzz/lines", LinesFuzz::fuzzerTestOneInput);
    }

    @Test
    void csv() throws Exception {
        replay("/fuzz/csv", CsvFuzz::fuzzerTestOneInput);
    }

    @Test
    void templates() throws Exception {
        replay("/fuzz/templates", TemplateFuzz::fuzzerTestOneInput);
    }

    @Test
    void batch() throws Exception {
        replay("/fuzz/batch", BatchFuzz::fuzzerTestOneInput);
    }
}
