package dev.forebay.simulator;

import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.Reply.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a provider makes of the {@code retry-after} header. All of these have been seen. */
public enum RetryAfterProfile {
    /** On throttles, the time until the request fits. */
    EXACT,
    /** On throttles, two seconds more than that. */
    LATER,
    /** Never. */
    MISSING,
    /** On throttles, but always 0. */
    ZERO,
    /** On throttles as it should be, and on every success too, where it means nothing. */
    ALWAYS;

    private static final String NAME = "retry-after";
    private static final long MARGIN_SECONDS = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NOISE_SECONDS = 37;

    /**
     * Reads {@code exact}, {@code later}, {@code missing}, {@code zero} or {@code always}.
     *
     * @throws IllegalArgumentException if the text is another one
     */
    public static RetryAfterProfile parse(String text) {
        for (RetryAfterProfile profile : values()) {
            if (profile.name().toLowerCase(Locale.ROOT).equals(text.strip())) {
                return profile;
            }
        }
        throw new IllegalArgumentException(
                "retry-after profile is '" + text + "'; allowed are exact, later, missing, zero and always");
    }

    /** The wait that a client is told, given the exact one. */
    long told(long nanos) {
        return switch (this) {
            case EXACT, ALWAYS -> nanos;
            case LATER -> nanos == 0 ? 0 : nanos + MARGIN_SECONDS * NANOS_PER_SECOND;
            case MISSING, ZERO -> 0;
        };
    }

    Answer onThrottle(Answer answer) {
        List<Header> headers = new ArrayList<>();
        for (Header header : answer.headers()) {
            if (!header.name().equals(NAME)) {
                headers.add(header);
            } else if (this != MISSING) {
                long told = told(Long.parseLong(header.value()) * NANOS_PER_SECOND);
                headers.add(new Header(NAME, Long.toString(told / NANOS_PER_SECOND)));
            }
        }
        return new Answer(answer.status(), headers, answer.body(), answer.streamed(), answer.complete());
    }

    Answer onSuccess(Answer answer) {
        if (this != ALWAYS) {
            return answer;
        }
        List<Header> headers = new ArrayList<>(answer.headers());
        headers.add(new Header(NAME, Long.toString(NOISE_SECONDS)));
        return new Answer(answer.status(), headers, answer.body(), answer.streamed(), answer.complete());
    }
}
