package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

    private static final RawHeaders HEAD = RawHeaders.of(200, Map.of(), Corpus.RECEIVED_AT);

    private static final List<Corpus> STREAMS = Corpus.all().stream()
            .filter(corpus -> corpus.name().contains("stream"))
            .toList();

    @Test
    void seesTheStreams() {
        assertTrue(STREAMS.size() >= 12, () -> "only " + STREAMS.size());
    }

    @Property(seed = "20261127", tries = 200)
    void chunksDoNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        for (Corpus corpus : STREAMS) {
            AnswerStream stream = corpus.provider().stream();
            byte[] body = corpus.answer().body();
            int at = 0;
            while (at < body.length) {
                int end = Math.min(body.length, at + 1 + random.nextInt(40));
                stream.feed(Arrays.copyOfRange(body, at, end));
                at = end;
            }
            stream.end();
            String whole = corpus.provider().signal(corpus.answer()).toString();
            assertEquals(whole, stream.signal(corpus.answer().head()).toString(), corpus.name());
        }
    }

    @Test
    void aResponseIsReadFromItsLastEvent() {
        String created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":"
                + "{\"status\":\"in_progress\",\"output\":[],\"usage\":null}}\n\n";
        String usage = "\"usage\":{\"input_tokens\":25,\"output_tokens\":15}";
        AnswerStream stream = Provider.openAi().stream();
        stream.feed(created.getBytes(StandardCharsets.UTF_8));
        assertFalse(stream.isFinished());
        stream.feed(("event: response.completed\ndata: {\"response\":{\"status\":\"completed\"," + usage + "}}\n\n")
                .getBytes(StandardCharsets.UTF_8));
        assertTrue(stream.isFinished());
        assertEquals(15, stream.usage().orElseThrow().outputTokens());

        AnswerStream failed = Provider.openAi().stream();
        failed.feed((created + "event: response.failed\ndata: {\"response\":{\"status\":\"failed\","
                        + "\"error\":{\"code\":\"server_error\",\"message\":\"sorry\"}," + usage + "}}\n\n")
                .getBytes(StandardCharsets.UTF_8));
        failed.end();
        Signal signal = failed.signal(HEAD);
        assertEquals(Verdict.TRANSIENT, signal.verdict(), signal::toString);
        assertEquals(15, signal.usage().orElseThrow().outputTokens());
    }

    @Test
    void aPrefixNeverHasMoreThanTheWhole() {
        for (Corpus corpus : STREAMS) {
            byte[] body = corpus.answer().body();
            AnswerStream whole = read(corpus.provider(), body, body.length);
            for (int length = 0; length < body.length; length++) {
                AnswerStream prefix = read(corpus.provider(), body, length);
                assertTrue(whole.text().startsWith(prefix.text()), corpus.name());
                long output = prefix.usage().map(Usage::outputTokens).orElse(0L);
                assertTrue(output <= whole.usage().map(Usage::outputTokens).orElse(0L), corpus.name());
                assertTrue(whole.isFinished() || !prefix.isFinished(), corpus.name());
            }
        }
    }

    @Test
    void textAndUsageAreThereWhileItRuns() {
        AnswerStream stream = Provider.anthropic().stream();
        feed(
                stream,
                "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n");
        assertEquals(Usage.tokens(5, 1), stream.usage().orElseThrow());
        feed(stream, "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n");
        assertEquals("a", stream.text());
        assertFalse(stream.isFinished());
        assertEquals(Verdict.TRANSIENT, stream.signal(HEAD).verdict());
        feed(
                stream,
                "data: {\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":9}   ,\"type\":\"message_delta\"}\n\n");
        assertTrue(stream.isFinished());
        assertEquals("max_tokens", stream.stopReason().orElseThrow());
        assertEquals(Usage.tokens(5, 9), stream.usage().orElseThrow());
    }

    @Test
    void theTypeOfAnAnthropicEventMayStandInItsNameAlone() {
        AnswerStream stream = Provider.anthropic().stream();
        feed(stream, "event: message_stop\ndata: {}\n\n");
        assertTrue(stream.isFinished());
    }

    @Test
    void anErrorAfterTheEndChangesNothing() {
        AnswerStream stream = Provider.openAi().stream();
        feed(stream, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n");
        feed(stream, "data: {\"error\":{\"message\":\"too late\"}}\n\n");
        assertEquals(Verdict.SUCCEEDED, stream.signal(HEAD).verdict());
    }

    @Test
    void anErrorBeforeTheEndStays() {
        AnswerStream stream = Provider.openAi().stream();
        feed(stream, "data: {\"error\":{\"message\":\"broken\"}}\n\n");
        feed(stream, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        Signal signal = stream.signal(HEAD);
        assertEquals(Verdict.TRANSIENT, signal.verdict());
        assertEquals("500: broken", signal.message());
    }

    @Test
    void aRefusalInAStreamIsNamed() {
        AnswerStream stream = Provider.openAi().stream();
        feed(stream, "data: {\"choices\":[{\"delta\":{\"refusal\":\"No.\"},\"finish_reason\":null}]}\n\n");
        feed(stream, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        assertEquals("refusal", stream.stopReason().orElseThrow());
        assertEquals("No.", stream.text());
    }

    @Test
    void nothingIsReadAfterTheEnd() {
        AnswerStream stream = Provider.openAi().stream();
        stream.end();
        feed(stream, "data: [DONE]\n\n");
        assertFalse(stream.isFinished());
    }

    private static AnswerStream read(Provider provider, byte[] body, int length) {
        AnswerStream stream = provider.stream();
        stream.feed(Arrays.copyOf(body, length));
        stream.end();
        return stream;
    }

    private static void feed(AnswerStream stream, String text) {
        stream.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
