package dev.forebay.simulator;

import dev.forebay.simulator.exchange.Chunk;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.exchange.Reply.Disconnect;
import dev.forebay.simulator.exchange.Reply.Manner;
import dev.forebay.simulator.exchange.Reply.Silence;
import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.simulator.wire.Completion;
import dev.forebay.simulator.wire.Envelope;
import dev.forebay.simulator.wire.Failure;
import dev.forebay.simulator.wire.Pace;
import dev.forebay.simulator.wire.Prompt;
import dev.forebay.simulator.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where accepted requests are worked on: it decides what is answered and when, and spoils it where a fault demands. Thread-safe. */
final class Kitchen {

    /** The part of the whole time after which a stream begins. */
    private static final double UNTIL_FIRST_EVENT = 0.3;

    private static final int TRICKLED_PIECES = 20;
    private static final long TRICKLE_NANOS = 1_000_000_000;

    private final SimulatorOptions options;
    private final SimulatorClock clock;
    private final Books books;

    Kitchen(SimulatorOptions options, SimulatorClock clock, Books books) {
        this.options = options;
        this.clock = clock;
        this.books = books;
    }

    /** Works on a request, and answers with what {@link Model} says to it. */
    void cook(LiveCall call, Wire wire, Prompt prompt, Optional<FaultKind> fault, ReplyListener listener) {
        Completion completion = Model.complete(prompt, options.extraOutputTokens(), call.chance);
        if (prompt.stream() && fault.map(Kitchen::beginsToAnswer).orElse(true)) {
            stream(call, wire, prompt, completion, fault, listener);
        } else {
            Function<Envelope, Answer> whole = envelope -> wire.whole(completion, envelope);
            cook(call, wire, completion.outputTokens(), whole, fault, listener);
        }
    }

    /** Works on a request of which the output is known, and answers with its headers alone. */
    void count(LiveCall call, Wire wire, long outputTokens, Optional<FaultKind> fault, ReplyListener listener) {
        cook(call, wire, outputTokens, wire::headersOf, fault, listener);
    }

    private void cook(
            LiveCall call,
            Wire wire,
            long outputTokens,
            Function<Envelope, Answer> whole,
            Optional<FaultKind> fault,
            ReplyListener listener) {
        long nanos = options.latency().nanos(call.chance, outputTokens);
        if (fault.filter(kind -> !kind.billed()).isPresent()) {
            Failure failure = FaultFailures.of(fault.get());
            reply(nanos / 2, listener, () -> wire.failure(failure, "", envelope(call)));
            return;
        }
        books.produce(call, wire, call.arrivalNanos + nanos, outputTokens);
        if (fault.filter(FaultKind.HANG::equals).isPresent()) {
            reply(0, listener, Silence::new);
        } else if (fault.filter(FaultKind.LOST::equals).isPresent()) {
            reply(nanos, listener, () -> new Disconnect(Manner.LOST));
        } else {
            reply(nanos, listener, () -> spoil(whole.apply(envelope(call)), fault));
        }
    }

    private static boolean beginsToAnswer(FaultKind fault) {
        return fault.billed() && fault != FaultKind.HANG && fault != FaultKind.LOST;
    }

    private void stream(
            LiveCall call,
            Wire wire,
            Prompt prompt,
            Completion completion,
            Optional<FaultKind> fault,
            ReplyListener listener) {
        long nanos = options.latency().nanos(call.chance, completion.outputTokens());
        int pieces = completion.pieces().size();
        long firstNanos = Math.round(nanos * UNTIL_FIRST_EVENT);
        long perPieceNanos = pieces == 0 ? 0 : (nanos - firstNanos) / pieces;
        boolean breaks = fault.filter(FaultKind.MIDSTREAM::equals).isPresent();
        Pace pace = new Pace(perPieceNanos, breaks ? pieces / 2 : -1);
        for (int piece = 1; piece <= pace.sent(completion.pieces()).size(); piece++) {
            long tokens = completion.outputTokens() * piece / pieces - completion.outputTokens() * (piece - 1) / pieces;
            books.produce(call, wire, call.arrivalNanos + firstNanos + piece * perPieceNanos, tokens);
        }
        reply(firstNanos, listener, () -> spoil(wire.stream(prompt, completion, envelope(call), pace), fault));
    }

    Envelope envelope(LiveCall call) {
        return new Envelope(call.requestId, call.model, clock.wall(), books.readings(call), call.chance);
    }

    private Answer spoil(Answer good, Optional<FaultKind> fault) {
        Answer answer = options.retryAfter().onSuccess(good);
        if (fault.filter(FaultKind.CUT::equals).isPresent()) {
            return new Answer(answer.status(), answer.headers(), half(answer), answer.streamed(), false);
        }
        if (fault.filter(FaultKind.TRICKLE::equals).isPresent()) {
            return new Answer(answer.status(), answer.headers(), trickle(answer), answer.streamed(), true);
        }
        return answer;
    }

    private static List<Chunk> half(Answer answer) {
        if (answer.streamed()) {
            return answer.body().subList(0, (answer.body().size() + 1) / 2);
        }
        byte[] bytes = answer.bytes();
        return List.of(new Chunk(0, Arrays.copyOf(bytes, bytes.length / 2)));
    }

    private static List<Chunk> trickle(Answer answer) {
        byte[] bytes = answer.bytes();
        List<Chunk> chunks = new ArrayList<>();
        for (int piece = 0; piece < TRICKLED_PIECES; piece++) {
            int start = bytes.length * piece / TRICKLED_PIECES;
            int end = bytes.length * (piece + 1) / TRICKLED_PIECES;
            chunks.add(new Chunk(TRICKLE_NANOS, Arrays.copyOfRange(bytes, start, end)));
        }
        return chunks;
    }

    private void reply(long delayNanos, ReplyListener listener, Supplier<Reply> reply) {
        clock.schedule(delayNanos, () -> listener.replied(reply.get()));
    }
}
