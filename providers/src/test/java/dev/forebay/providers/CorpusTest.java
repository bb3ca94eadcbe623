package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.NamedLimit;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads each answer of the corpus and compares with what its file says. */
class CorpusTest {

    static List<Corpus> all() {
        return Corpus.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAs(Corpus corpus) {
        assertEquals(
                String.join("\n", corpus.expected()), String.join("\n", describe(corpus.provider(), corpus.answer())));
    }

    @ParameterizedTest
    @MethodSource("all")
    void headersAloneGiveTheSameReadings(Corpus corpus) {
        Signal early = corpus.provider().signal(corpus.answer().head());
        Signal late = corpus.provider().signal(corpus.answer());
        assertEquals(late.readings(), early.readings());
    }

    @Test
    void everyVerdictOfAProviderIsThere() {
        List<Verdict> seen = all().stream()
                .map(corpus -> corpus.provider().signal(corpus.answer()).verdict())
                .distinct()
                .toList();
        for (Verdict verdict : Verdict.values()) {
            boolean fromTransport = verdict == Verdict.UNREACHABLE || verdict == Verdict.CANCELLED;
            assertTrue(fromTransport || seen.contains(verdict), () -> "no answer of the corpus means " + verdict);
        }
    }

    /** Planted fault that it catches: thousands separators read as the end of a number; a day's limit taken for a minute's. */
    @Test
    void aTextThatNamesALimitIsRead() {
        List<NamedLimit> named = all().stream()
                .map(corpus -> corpus.provider().signal(corpus.answer()))
                .flatMap(signal -> signal.namedLimit().stream())
                .toList();
        assertTrue(
                named.contains(new NamedLimit(Dimension.INPUT_TOKENS, Duration.ofMinutes(1), 50_000)),
                named.toString());
    }

    static List<String> describe(Provider provider, RawAnswer answer) {
        Signal signal = provider.signal(answer);
        List<String> lines = new ArrayList<>();
        lines.add("verdict " + signal.verdict());
        signal.dimension().ifPresent(dimension -> lines.add("dimension " + dimension));
        signal.retryAfter().ifPresent(wait -> lines.add("retry-after " + wait));
        signal.until().ifPresent(until -> lines.add("until " + until));
        signal.usage().ifPresent(usage -> lines.add("usage " + usage));
        signal.readings().forEach(reading -> lines.add(describe(reading)));
        if (!signal.message().isEmpty()) {
            lines.add("message " + signal.message());
        }
        provider.answer(answer).ifPresent(content -> {
            lines.add("text " + content.text());
            content.stopReason().ifPresent(reason -> lines.add("stop " + reason));
            content.model().ifPresent(model -> lines.add("model " + model));
        });
        return lines;
    }

    private static String describe(LimitReading reading) {
        String period =
                reading.period().toHours() == 24 ? "P1D" : reading.period().toString();
        return "reading " + reading.dimension() + " " + period + " " + reading.remaining() + "/" + reading.limit()
                + " +-" + reading.rounding()
                + reading.resetAfter().map(reset -> " reset " + reset).orElse("");
    }
}
