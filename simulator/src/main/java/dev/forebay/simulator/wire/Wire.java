package dev.forebay.simulator.wire;

import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.meter.Verdict.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form in which one provider receives requests and answers them, and what it charges for them. Implementations are
 * stateless.
 */
public sealed interface Wire permits AnthropicWire, OpenAiWire {

    /** The form that is spoken at a path; empty if there is nothing. */
    static Optional<Wire> at(String route) {
        if (route.equals(AnthropicWire.PATH)) {
            return Optional.of(new AnthropicWire());
        }
        return route.equals(OpenAiWire.PATH) ? Optional.of(new OpenAiWire()) : Optional.empty();
    }

    /** The form in which an error is answered where there is nothing. */
    static Wire forErrors(RawRequest request) {
        return request.header("anthropic-version").isPresent() ? new AnthropicWire() : new OpenAiWire();
    }

    /**
     * Understands a request.
     *
     * @throws RejectedRequest if it cannot be understood
     */
    Prompt parse(RawRequest request) throws RejectedRequest;

    /** The key of a request; empty if it carries none. */
    Optional<String> key(RawRequest request);

    /** What is charged when the request arrives. */
    Map<Dimension, Long> charges(Prompt prompt);

    /** The dimensions to which output is charged when it is produced. */
    Set<Dimension> chargedWhenProduced();

    /** Whether a rejected request still counts as a request. */
    boolean chargesRejected();

    /** The wait in nanoseconds that a client is told; 0 if it is told none. */
    long toldWaitNanos(Refused refused);

    /** The wait in nanoseconds that a client is told whose usage grew too fast; 0 if it is told none. */
    long growthWaitNanos();

    /** A whole answer. */
    Answer whole(Completion completion, Envelope envelope);

    /** The headers of a whole answer, and no body. */
    Answer headersOf(Envelope envelope);

    /** An answer in events. */
    Answer stream(Prompt prompt, Completion completion, Envelope envelope, Pace pace);

    /** An error that has nothing to do with the amount of work. */
    Answer failure(Failure failure, String message, Envelope envelope);

    /** A throttle by a limit. */
    Answer throttled(Refused refused, Envelope envelope);

    /** The key of a request in either of the usual headers. */
    static Optional<String> bearer(RawRequest request) {
        return request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()))
                .map(value -> value.substring("Bearer ".length()).strip());
    }

    /** Headers of a JSON body. */
    static Header json() {
        return new Header("content-type", "application/json");
    }

    /** Headers of a stream of events. */
    static List<Header> events() {
        return List.of(
                new Header("content-type", "text/event-stream; charset=utf-8"),
                new Header("cache-control", "no-cache"));
    }
}
