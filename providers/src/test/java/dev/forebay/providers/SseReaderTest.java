package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTest {

    /** Line ends are written as n and r; an event is shown as its name, a slash, and its data. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a~n~n | [/a]",
                "data:a~r~ndata: b~r~n~r~n | [/a+b]",
                "data:a~rdata:b~r~r | [/a+b]",
                "data:a~rdata:b~n~ndata:c~n~n | [/a+b, /c]",
                "event: x~ndata:  two spaces~n~n | [x/ two spaces]",
                ": a comment~n~ndata: a~n~n | [/a]",
                "event: without data~n~ndata: a~n~n | [/a]",
                "data~n~n | [/]",
                "data: unended | [/unended]",
                "data: a~n~n~n~ndata: b~n~n | [/a, /b]",
                "id: 7~nretry: 5~nunknown: z~ndata: a~n~n | [/a]",
                "datax: a~n~n | []",
                "data: a:b: c~n~n | [/a:b: c]",
                "\uFEFFdata: a~n~n | [/a]",
                "data: \uFEFFa~n~n | [/\uFEFFa]",
                "data: é☃~n~n | [/é☃]",
            })
    void readsEvents(String stream, String events) {
        String text = stream.replace("~n", "\n").replace("~r", "\r");
        assertEquals(
                events,
                read(text.getBytes(StandardCharsets.UTF_8), new Random(0), 1 << 20)
                        .toString());
    }

    @Property(seed = "20261126", tries = 300)
    void chunksDoNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        for (Corpus corpus : Corpus.all()) {
            byte[] body = corpus.answer().body();
            assertEquals(read(body, random, 1 << 20), read(body, random, 7), corpus.name());
        }
    }

    @Test
    void anEventThatIsTooLongIsLeftOut() {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader((name, data) -> events.add(data));
        byte[] part = new byte[1 << 20];
        Arrays.fill(part, (byte) 'x');
        reader.feed("data: before\n\ndata: ".getBytes(StandardCharsets.UTF_8));
        for (int megabyte = 0; megabyte < 20; megabyte++) {
            assertFalse(reader.isOverrun());
            reader.feed(part);
        }
        reader.feed("\n\ndata: after\n\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("before", "after"), events);
        assertTrue(reader.isOverrun());
    }

    @Test
    void manyLinesOfOneEventAreBoundedToo() {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader((name, data) -> events.add(data));
        byte[] line = ("data: " + "x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8);
        for (int megabyte = 0; megabyte < 20; megabyte++) {
            reader.feed(ByteBuffer.wrap(line));
        }
        reader.feed("\ndata: after\n\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("after"), events);
        assertTrue(reader.isOverrun());
    }

    private static List<String> read(byte[] bytes, Random random, int chunkMax) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader((name, data) -> events.add(name + "/" + data.replace('\n', '+')));
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(chunkMax));
            reader.feed(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        reader.end();
        return events;
    }
}
