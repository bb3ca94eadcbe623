package dev.forebay.simulator;

import dev.forebay.simulator.Fate.Dropped;
import dev.forebay.simulator.Fate.Rejected;
import dev.forebay.simulator.Fate.Taken;
import dev.forebay.simulator.Fate.Throttled;
import dev.forebay.simulator.exchange.CountedRequest;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Disconnect;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.simulator.wire.AdminWire;
import dev.forebay.simulator.wire.Envelope;
import dev.forebay.simulator.wire.Failure;
import dev.forebay.simulator.wire.Prompt;
import dev.forebay.simulator.wire.Prompts;
import dev.forebay.simulator.wire.RejectedRequest;
import dev.forebay.simulator.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A provider of models without its network: given raw requests, it limits, throttles, answers and fails like a real one,
 * at the times of the clock it was given. Behind a port it is {@code SimulatorServer}; in virtual time whoever owns the
 * clock carries the requests and replies.
 *
 * <p>It is given requests only, and really reads them: an answer holds what stands in the text.
 *
 * <p>Thread-safe. No method blocks; replies come on a thread of the clock.
 */
public final class SimulatedProvider {

    /** As the real ones have it in front of their interfaces. */
    private static final int LARGEST_BODY_BYTES = 32 * 1024 * 1024;

    private final SimulatorOptions options;
    private final SimulatorClock clock;
    private final Books books;
    private final Kitchen kitchen;
    private final BackDoor backDoor;
    private final AdminDesk adminDesk;

    /** Creates a provider whose limits are all unused. */
    public SimulatedProvider(SimulatorOptions options, SimulatorClock ownClock) {
        this.options = options;
        this.clock = SkewedClock.of(ownClock, options.conduct().clockSkew());
        this.books = new Books(options, this.clock);
        this.kitchen = new Kitchen(options, this.clock, books);
        this.backDoor = new BackDoor(this);
        this.adminDesk = new AdminDesk(options, this.clock);
    }

    /**
     * Takes a request. The listener is called once, later, and never inside this method.
     *
     * @return the call; whoever carries it must tell its end
     */
    public Call receive(RawRequest request, ReplyListener listener) {
        Optional<Reply> aside = backDoor.answer(request).or(() -> adminDesk.answer(request));
        if (aside.isPresent()) {
            clock.schedule(0, () -> listener.replied(aside.get()));
            return BackDoor.UNCOUNTED;
        }
        LiveCall call = books.open();
        Wire wire = Wire.at(request.route()).orElseGet(() -> Wire.forErrors(request));
        try {
            Prompt prompt = understand(request, wire);
            String line = wire.key(request).map(String::hashCode).orElse(0) + " " + prompt.model();
            Fate fate = books.decide(call, wire, prompt, line);
            answer(call, wire, prompt, fate, listener);
        } catch (RejectedRequest rejected) {
            books.reject(call, rejected.failure(), String.valueOf(rejected.getMessage()));
            reply(
                    0,
                    listener,
                    () -> wire.failure(rejected.failure(), String.valueOf(rejected.getMessage()), envelope(call)));
        }
        return call;
    }

    /**
     * Takes a request of which only the counts are known. The listener is called once, later, and never inside this method.
     *
     * @return the call; whoever carries it must tell its end
     */
    public Call receive(CountedRequest request, ReplyListener listener) {
        LiveCall call = books.open();
        Wire wire = form(request);
        Prompt prompt = Prompt.of(request);
        Fate fate = books.decide(call, wire, prompt, request.client() + " " + request.model());
        if (fate instanceof Taken taken) {
            kitchen.count(call, wire, request.producedTokens(), taken.fault(), listener);
        } else {
            answer(call, wire, prompt, fate, listener);
        }
        return call;
    }

    /**
     * The time in nanoseconds until such a request would be taken if nothing else happened meanwhile: what no client can
     * know. 0 if it would be taken now; {@link Long#MAX_VALUE} if only the end of a call in flight can make room, or nothing.
     */
    public long nanosUntilTaken(CountedRequest request) {
        return books.nanosUntilTaken(form(request), Prompt.of(request));
    }

    private static Wire form(CountedRequest request) {
        return Wire.at(request.route())
                .orElseThrow(() -> new IllegalArgumentException("nothing is served at " + request.route()));
    }

    /**
     * The hash by which the ledger and the log tell contents apart: 16 hexadecimal digits over the system prompt and the
     * messages of a request body, in either form.
     *
     * @throws IllegalArgumentException if the body is not JSON
     */
    public static String contentHash(byte[] body) {
        return Prompts.contentHash(body);
    }

    /** What was served so far. */
    public Ledger ledger() {
        return books.ledger();
    }

    /** The latest calls, oldest first. */
    public List<CallRecord> log() {
        return books.log();
    }

    /** How many calls are too old for {@link #log}. */
    public long droppedFromLog() {
        return books.droppedFromLog();
    }

    /** Puts another plan of faults into force; its windows count from now. */
    public void plan(FaultPlan plan) {
        books.plan(plan);
    }

    private Prompt understand(RawRequest request, Wire wire) throws RejectedRequest {
        if (Wire.at(request.route()).isEmpty() || !request.method().equals("POST")) {
            throw new RejectedRequest(Failure.UNKNOWN_PATH, request.method() + " " + request.route());
        }
        Optional<String> key = wire.key(request);
        boolean another = options.key().isPresent() && !options.key().equals(key);
        if (another || key.filter(AdminWire::isAdminKey).isPresent()) {
            throw new RejectedRequest(Failure.UNAUTHORIZED, "");
        }
        if (request.body().length > LARGEST_BODY_BYTES) {
            throw new RejectedRequest(Failure.TOO_LARGE, "");
        }
        Prompt prompt = wire.parse(request);
        if (!options.models().isEmpty() && !options.models().contains(prompt.model())) {
            throw new RejectedRequest(Failure.UNKNOWN_MODEL, prompt.model());
        }
        return prompt;
    }

    private void answer(LiveCall call, Wire wire, Prompt prompt, Fate fate, ReplyListener listener) {
        if (fate instanceof Taken taken) {
            kitchen.cook(call, wire, prompt, taken.fault(), listener);
        } else if (fate instanceof Throttled throttled) {
            reply(
                    0,
                    listener,
                    () -> options.retryAfter().onThrottle(wire.throttled(throttled.refused(), envelope(call))));
        } else if (fate instanceof Rejected rejected) {
            reply(
                    0,
                    listener,
                    () -> options.retryAfter()
                            .onThrottle(wire.failure(rejected.failure(), rejected.message(), envelope(call))));
        } else if (fate instanceof Dropped dropped) {
            reply(0, listener, () -> new Disconnect(dropped.manner()));
        }
    }

    private Envelope envelope(LiveCall call) {
        return kitchen.envelope(call);
    }

    private void reply(long delayNanos, ReplyListener listener, Supplier<Reply> reply) {
        clock.schedule(delayNanos, () -> listener.replied(reply.get()));
    }
}
