package dev.forebay.providers.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.Corpus;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTeeTest {

    private static final List<Corpus> STREAMS = Corpus.all().stream()
            .filter(corpus -> corpus.name().contains("stream"))
            .toList();

    private final List<Signal> said = new ArrayList<>();

    @Test
    void theBytesPassUnchangedAndTheEndSaysWhatTheWholeBodySays() throws IOException {
        assertTrue(STREAMS.size() >= 12);
        for (Corpus corpus : STREAMS) {
            said.clear();
            byte[] body = corpus.answer().body();
            try (AnswerTee tee = tee(corpus, new ByteArrayInputStream(body))) {
                assertArrayEquals(body, tee.readAllBytes(), corpus.name());
            }
            assertEquals(1, said.size(), corpus.name());
            assertEquals(
                    corpus.provider().signal(corpus.answer()).toString(),
                    said.get(0).toString(),
                    corpus.name());
        }
    }

    @Test
    void byteByByteItIsTheSame() throws IOException {
        Corpus corpus = STREAMS.get(0);
        AnswerTee tee = tee(corpus, new ByteArrayInputStream(corpus.answer().body()));
        for (byte next : corpus.answer().body()) {
            assertEquals(next & 0xff, tee.read());
        }
        assertEquals(-1, tee.read());
        assertEquals(
                corpus.provider().signal(corpus.answer()).verdict(), said.get(0).verdict());
    }

    @Test
    void aStreamThatIsClosedEarlyCountsAsGivenUp() throws IOException {
        Corpus corpus = whole();
        AnswerTee tee = tee(corpus, new ByteArrayInputStream(corpus.answer().body()));
        assertEquals(20, tee.readNBytes(20).length);
        tee.close();
        tee.close();
        assertEquals(
                List.of(Verdict.CANCELLED), said.stream().map(Signal::verdict).toList());
    }

    @Test
    void aStreamThatIsClosedAfterItsErrorSaysTheError() throws IOException {
        Corpus corpus = whole();
        byte[] body = ("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n" + ": more\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        AnswerTee tee = tee(corpus, new ByteArrayInputStream(body));
        assertEquals(body.length - 7, tee.readNBytes(body.length - 7).length);
        tee.close();
        assertEquals(
                List.of(Verdict.OVERLOADED), said.stream().map(Signal::verdict).toList());
    }

    @Test
    void aStreamThatBreaksIsTransientAndStillBreaks() throws IOException {
        byte[] part = Arrays.copyOf(whole().answer().body(), 40);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };
        AnswerTee tee = tee(whole(), new SequenceInputStream(new ByteArrayInputStream(part), broken));
        assertEquals(40, tee.readNBytes(40).length);
        assertThrows(IOException.class, tee::read);
        tee.close();
        assertEquals(
                List.of(Verdict.TRANSIENT), said.stream().map(Signal::verdict).toList());
    }

    private static Corpus whole() {
        return STREAMS.stream()
                .filter(corpus -> corpus.provider().signal(corpus.answer()).verdict() == Verdict.SUCCEEDED)
                .findFirst()
                .orElseThrow();
    }

    private AnswerTee tee(Corpus corpus, InputStream body) {
        return new AnswerTee(
                body,
                new StreamedAnswer(corpus.provider().stream(), corpus.answer().head(), said::add));
    }
}
