package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes, a signal comes out, and what it says stays in its range.
 *
 * <p>Planted fault that it catches: a count in a header that is read however many digits it has, and does not fit into a long.
 */
class TotalParserTest {

    private static final List<Corpus> CORPUS = Corpus.all();

    private static final List<String> NAMES = List.of(
            "retry-after",
            "retry-after-ms",
            "date",
            "x-should-retry",
            "content-type",
            "anthropic-ratelimit-requests-limit",
            "anthropic-ratelimit-requests-remaining",
            "anthropic-ratelimit-requests-reset",
            "anthropic-ratelimit-input-tokens-limit",
            "anthropic-ratelimit-input-tokens-remaining",
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-tokens",
            "x-ratelimit-limit-project-tokens");

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "1e9",
            "NaN",
            "9999999999999999999999",
            "0.0000000000001",
            "1h2m3.4s",
            "9999999999h",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "2026-11-24T12:00:00Z",
            "true",
            "FALSE",
            "text/event-stream",
            "\u0000",
            "é\r\nx: y");

    @Property(seed = "20261124", tries = 3000)
    void anyBytesGiveASignal(
            @ForAll("answers") RawAnswer answer, @ForAll boolean anthropic, @ForAll("instants") Instant at) {
        RawHeaders head = new RawHeaders(answer.status(), answer.headers(), at);
        check(anthropic ? Provider.anthropic() : Provider.openAi(), new RawAnswer(head, answer.body()));
    }

    @Property(seed = "20261125", tries = 4000)
    void aDamagedAnswerGivesASignal(@ForAll long seed, @ForAll boolean other) {
        Random random = new Random(seed);
        Corpus corpus = CORPUS.get(random.nextInt(CORPUS.size()));
        byte[] body = damaged(corpus.answer().body(), random);
        Provider provider =
                other == corpus.provider().equals(Provider.anthropic()) ? Provider.openAi() : Provider.anthropic();
        check(provider, new RawAnswer(corpus.answer().head(), body));
    }

    @Test
    void aSuccessThatIsCutAnywhereIsNoSuccess() {
        for (Corpus corpus : CORPUS) {
            boolean json = !new String(corpus.answer().body(), StandardCharsets.UTF_8).contains("data:");
            boolean success = corpus.provider().signal(corpus.answer()).verdict() == Verdict.SUCCEEDED;
            if (!json || !success) {
                continue;
            }
            byte[] body = corpus.answer().body();
            for (int length = 0; length < body.length; length++) {
                RawAnswer cut = new RawAnswer(corpus.answer().head(), Arrays.copyOf(body, length));
                assertEquals(Verdict.TRANSIENT, corpus.provider().signal(cut).verdict(), corpus.name());
                assertTrue(corpus.provider().answer(cut).isEmpty(), corpus.name());
            }
        }
    }

    @Test
    void deepNestingIsSkippedWithoutRecursion() {
        String deep =
                "{\"x\":" + "[".repeat(400) + "]".repeat(400) + ",\"choices\":[{\"message\":{\"content\":\"a\"}}]}";
        assertEquals(Verdict.SUCCEEDED, verdictOfSuccess(deep));
        assertEquals(Verdict.TRANSIENT, verdictOfSuccess("[".repeat(1_000_000)));
        assertEquals(Verdict.TRANSIENT, verdictOfSuccess("{\"error\":".repeat(100_000)));
    }

    @Test
    void numbersBeyondBeliefAreNoUsage() {
        for (String number :
                List.of("-1", "1e999999999", "1e-999999999", "9223372036854775808", "1000000001", "\"7\"", "null")) {
            String body = "{\"choices\":[],\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":" + number
                    + "}}";
            Signal signal = Provider.openAi().signal(success(body));
            assertEquals(Verdict.SUCCEEDED, signal.verdict(), number);
            long known = signal.usage()
                    .map(usage -> usage.promptTokens() + usage.outputTokens())
                    .orElse(0L);
            assertEquals(0, known, number);
        }
    }

    private static Verdict verdictOfSuccess(String body) {
        return Provider.openAi().signal(success(body)).verdict();
    }

    private static RawAnswer success(String body) {
        return new RawAnswer(RawHeaders.of(200, Map.of(), Corpus.RECEIVED_AT), body.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(Provider provider, RawAnswer answer) {
        Signal signal = provider.signal(answer);
        Signal early = provider.signal(answer.head());
        assertEquals(early.readings(), signal.readings());
        assertTrue(signal.message().length() <= Signal.Builder.MESSAGE_LENGTH_MAX + 3);
        assertFalse(signal.message().chars().anyMatch(Character::isISOControl), signal.message());
        signal.retryAfter().ifPresent(wait -> {
            assertTrue(wait.compareTo(Duration.ofHours(24)) <= 0, wait::toString);
            assertFalse(answer.head().isSuccess() && signal.verdict() == Verdict.SUCCEEDED);
        });
        boolean succeeded = signal.verdict() == Verdict.SUCCEEDED;
        assertTrue(!succeeded || answer.head().isSuccess());
        assertTrue(succeeded || provider.answer(answer).isEmpty(), signal::toString);
        AnswerStream stream = provider.stream();
        stream.feed(answer.body());
        stream.end();
        Signal streamed = stream.signal(answer.head());
        assertTrue(stream.isFinished() == (streamed.verdict() == Verdict.SUCCEEDED), streamed::toString);
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] damaged = Arrays.copyOf(body, random.nextInt(4) == 0 ? random.nextInt(body.length + 1) : body.length);
        int flips = random.nextInt(6);
        for (int flip = 0; flip < flips && damaged.length > 0; flip++) {
            byte[] pieces = "{}[]\",:0e-\n\r\\ \0n".getBytes(StandardCharsets.UTF_8);
            byte next = random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : (byte) random.nextInt(256);
            damaged[random.nextInt(damaged.length)] = next;
        }
        return damaged;
    }

    @Provide
    Arbitrary<RawAnswer> answers() {
        Arbitrary<Integer> status = Arbitraries.oneOf(
                Arbitraries.of(200, 400, 401, 402, 404, 408, 409, 413, 429, 498, 500, 503, 529),
                Arbitraries.integers());
        Arbitrary<Map<String, List<String>>> headers = Arbitraries.maps(
                        Arbitraries.of(NAMES), Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings()))
                .ofMaxSize(8)
                .map(TotalParserTest::lists);
        Arbitrary<byte[]> body = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return Combinators.combine(status, headers, body)
                .as((code, named, bytes) -> new RawAnswer(RawHeaders.of(code, named, Corpus.RECEIVED_AT), bytes));
    }

    private static Map<String, List<String>> lists(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.of(Instant.MIN, Instant.EPOCH, Corpus.RECEIVED_AT, Instant.MAX);
    }
}
