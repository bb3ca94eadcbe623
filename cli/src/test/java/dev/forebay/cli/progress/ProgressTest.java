package dev.forebay.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static Figures figures(int done, int seconds) {
        return new Figures(
                new Figures.Jobs(1_000, done, 2, 0),
                new Figures.Calls(done, new Figures.Marked(0, 0), 3, 17, 1_234_567, 45_678, OptionalLong.of(1_234_500)),
                Duration.ofSeconds(seconds),
                Optional.of(Duration.ofSeconds(75)),
                "1.1k of 1.2k requests/min",
                "input tokens");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aPlainLineSaysItAll() {
        Progress.of(Progress.Form.PLAIN, out, Terminal.of(0)).end(figures(412, 30));
        assertEquals(
                List.of("412/1,000 done  ETA 1 min 15 s  1.1k of 1.2k requests/min  429s 3  2 dead  $1.23  17 in flight"
                        + "  waits for input tokens  tokens 1.23M in 45.7k out"),
                lines());
    }

    @Test
    void plainLinesComePerHundredCallsOrTenSeconds() {
        Progress plain = Progress.of(Progress.Form.AUTO, out, Terminal.of(0));
        int[][] looks = {{5, 0}, {99, 1}, {100, 2}, {150, 3}, {199, 10}, {199, 11}, {200, 13}, {430, 14}};
        for (int[] look : looks) {
            plain.show(figures(look[0], look[1]));
        }
        assertEquals(
                List.of("100/1,000", "200/1,000", "430/1,000"),
                lines().stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
        plain.show(figures(431, 24));
        assertEquals(4, lines().size());
    }

    @Test
    void aBarFitsTheTerminalAndIsDrawnOver() {
        Progress bar = Progress.of(Progress.Form.AUTO, out, Terminal.of(60));
        bar.show(figures(500, 1));
        bar.say("throttled");
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("\r\u001b[K[##########..........]  500/1,000 done"), text);
        assertTrue(text.contains("\r\u001b[Kthrottled" + System.lineSeparator() + "[###"), text);
        for (String drawn : text.split("\r\u001b\\[K|\\R", -1)) {
            assertTrue(drawn.length() < 60, drawn);
        }
    }

    @Test
    void noLineWrapsOnAnyTerminal() {
        Progress.Form form = Progress.Form.AUTO;
        for (int columns = 1; columns < 250; columns++) {
            bytes.reset();
            Progress.of(form, out, Terminal.of(columns)).show(figures(999, 3_000));
            String drawn = bytes.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "");
            assertTrue(drawn.length() < columns, drawn + " on " + columns + " columns");
        }
        bytes.reset();
        Progress.of(form, out, Terminal.of(20)).show(figures(999, 3_000));
        assertEquals("\r\u001b[K999/1,000 done", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aTerminalThatIsMadeNarrowerGetsShorterLines() {
        Terminal terminal = Terminal.of(200);
        Progress bar = Progress.of(Progress.Form.AUTO, out, terminal);
        bar.show(figures(500, 1));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).length() > 100);
        bytes.reset();
        terminal.resized("50 20\n");
        bar.show(figures(500, 1));
        assertEquals("\r\u001b[K500/1,000 done", bytes.toString(StandardCharsets.UTF_8));
        for (String noSize : new String[] {"", "0 0", "stty: no", "24"}) {
            terminal.resized(noSize);
            assertEquals(20, terminal.columns(), noSize);
        }
    }

    @Test
    void aPauseIsSaid() {
        Figures running = figures(500, 1);
        Figures paused = new Figures(
                running.jobs(),
                running.calls(),
                running.elapsed(),
                running.remaining(),
                running.limitUse(),
                Figures.PAUSED);
        assertTrue(ProgressLine.plain(paused).startsWith("500/1,000 done  paused  "), ProgressLine.plain(paused));
        assertTrue(ProgressLine.json(paused).contains("\"binding\":\"paused\""), ProgressLine.json(paused));
    }

    @Test
    void aProgramReadsJson() {
        Progress.of(Progress.Form.JSON, out, Terminal.of(80)).end(figures(412, 30));
        assertEquals(
                "{\"event\":\"progress\",\"total\":1000,\"done\":412,\"dead\":2,\"held\":0,\"in_flight\":17,\"throttles\":3,"
                        + "\"input_tokens\":1234567,\"output_tokens\":45678,\"elapsed_seconds\":30.0,"
                        + "\"remaining_seconds\":75.0,\"limit_use\":\"1.1k of 1.2k requests/min\","
                        + "\"binding\":\"input tokens\",\"cost_usd\":1.2345}",
                lines().get(0));
    }

    @Test
    void noneSaysOnlyWhatIsSaid() {
        Progress none = Progress.of(Progress.Form.NONE, out, Terminal.of(80));
        none.show(figures(500, 100));
        none.say("in.jsonl:3: the line is not JSON");
        none.end(figures(500, 100));
        assertEquals(List.of("in.jsonl:3: the line is not JSON"), lines());
    }

    @Test
    void aStormOfRetriesIsCounted() {
        ManualClock clock = new ManualClock();
        List<String> said = new ArrayList<>();
        RetryLines retries = new RetryLines(clock, said::add);
        for (int i = 0; i < 37; i++) {
            retries.say("retry " + i);
        }
        assertEquals(10, said.size());
        clock.advance(Duration.ofSeconds(1));
        retries.say("later");
        assertEquals(List.of("and 27 more retries in that second", "later"), said.subList(10, 12));
        clock.advance(Duration.ofSeconds(5));
        retries.flush();
        assertEquals(12, said.size());
    }
}
