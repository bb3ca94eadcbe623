package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.AnswerStream;
import dev.forebay.providers.Provider;
import dev.forebay.providers.SseReader;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Any stream of events: no exception, the same events in whatever pieces it comes, and no more text than bytes. Stateless. */
public final class EventsFuzz {

    private static final RawHeaders HEAD = RawHeaders.of(200, Map.of(), Instant.parse("2026-11-24T12:00:00Z"));
    private static final int PIECE_MAX = 7;

    private EventsFuzz() {}

    /** Takes the body of a stream. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> whole = events(input, input.length + 1);
        assertEquals(whole, events(input, 1));
        assertTrue(whole.stream().mapToInt(String::length).sum() <= 2 * input.length + whole.size());
        for (Provider provider : Promises.PROVIDERS) {
            AnswerStream stream = read(provider, input, input.length + 1);
            AnswerStream pieces = read(provider, input, 1 + input.length % PIECE_MAX);
            Signal signal = stream.signal(HEAD);
            Promises.hold(signal);
            assertEquals(signal.toString(), pieces.signal(HEAD).toString());
            assertEquals(stream.text(), pieces.text());
            assertEquals(stream.isFinished(), signal.verdict() == Verdict.SUCCEEDED, signal::toString);
            assertEquals(signal.usage(), stream.usage());
            assertTrue(stream.text().length() <= input.length, "there is more text than bytes");
        }
    }

    private static List<String> events(byte[] input, int piece) {
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader((name, data) -> events.add(name + "/" + data));
        inPieces(input, piece, reader::feed);
        reader.end();
        assertTrue(!reader.isOverrun() || input.length > SseReader.EVENT_BYTES_MAX);
        return events;
    }

    private static AnswerStream read(Provider provider, byte[] input, int piece) {
        AnswerStream stream = provider.stream();
        inPieces(input, piece, stream::feed);
        stream.end();
        return stream;
    }

    private static void inPieces(byte[] input, int piece, Consumer<byte[]> feed) {
        for (int at = 0; at < input.length; at += piece) {
            feed.accept(Arrays.copyOfRange(input, at, Math.min(input.length, at + piece)));
        }
    }
}
