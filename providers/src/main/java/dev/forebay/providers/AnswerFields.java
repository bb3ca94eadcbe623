package dev.forebay.providers;

import dev.forebay.signal.Usage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parts of an answer as they are found, in one body or over the events of a stream. Not thread-safe. */
final class AnswerFields {

    /** Above any answer; a stream that never ends must not fill the heap. */
    static final int TEXT_LENGTH_MAX = 16 << 20;

    final StringBuilder text = new StringBuilder();

    @Nullable String stopReason;

    @Nullable String model;

    @Nullable String id;

    boolean textCut;
    boolean refused;

    private OptionalLong input = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWrite = OptionalLong.empty();

    void append(String more) {
        int room = TEXT_LENGTH_MAX - text.length();
        textCut |= more.length() > room;
        text.append(more, 0, Math.min(room, more.length()));
    }

    void input(OptionalLong tokens) {
        input = tokens.isPresent() ? tokens : input;
    }

    void output(OptionalLong tokens) {
        output = tokens.isPresent() ? tokens : output;
    }

    void cacheRead(OptionalLong tokens) {
        cacheRead = tokens.isPresent() ? tokens : cacheRead;
    }

    void cacheWrite(OptionalLong tokens) {
        cacheWrite = tokens.isPresent() ? tokens : cacheWrite;
    }

    /** The usage where input and cached tokens were counted apart; null if unknown or beyond belief. */
    @Nullable Usage usageOfDisjointCounts() {
        return usage(input.orElse(0));
    }

    /** The usage where the count of input includes the cached tokens; null if unknown or beyond belief. */
    @Nullable Usage usageOfInclusiveInput() {
        long cached =
                Math.min(Usage.MAX_TOKENS, cacheRead.orElse(0)) + Math.min(Usage.MAX_TOKENS, cacheWrite.orElse(0));
        return usage(Math.max(0, input.orElse(0) - cached));
    }

    Answer answer(@Nullable Usage usage) {
        return new Answer(text.toString(), stopReason, usage, model, id);
    }

    private @Nullable Usage usage(long uncached) {
        if (input.isEmpty() && output.isEmpty()) {
            return null;
        }
        boolean believable = uncached <= Usage.MAX_TOKENS
                && input.orElse(0) <= Usage.MAX_TOKENS
                && output.orElse(0) <= Usage.MAX_TOKENS
                && cacheRead.orElse(0) <= Usage.MAX_TOKENS
                && cacheWrite.orElse(0) <= Usage.MAX_TOKENS;
        return believable
                ? Usage.tokens(uncached, output.orElse(0)).withCache(cacheRead.orElse(0), cacheWrite.orElse(0))
                : null;
    }
}
