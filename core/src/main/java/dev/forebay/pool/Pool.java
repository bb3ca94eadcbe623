package dev.forebay.pool;

import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.limit.Decision;
import dev.forebay.limit.Limits;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a provider meters together, and the line that waits for it: the limiter.
 *
 * <p>Verbs: {@link #call} makes a call, waiting and retrying as needed, and blocks; {@link #callAsync} does the same and
 * never blocks; {@link #acquire} waits for permits alone; {@link #acquireAsync} likewise without blocking;
 * {@link #tryAcquire} takes permits now or not at all.
 *
 * <p>Thread-safe. One lock guards the state; it is held for a few hundred nanoseconds, never while user code runs or
 * anything waits. The locks of a {@link dev.forebay.money.Budget} and of a
 * {@link dev.forebay.limit.SharedConcurrency} are taken inside it, never the other way round.
 */
public final class Pool {

    /*
     * One line, and only its head is ever decided upon. It is looked at again when time has passed (one alarm, armed for the
     * exact nanosecond that the refusal named), when a call is settled or cancelled, when headers arrive, and when somebody
     * joins or leaves. So nobody polls, a refund reaches the first in the line and not a newcomer, and no herd wakes up.
     *
     * All that is decided under the lock is carried out after it: grants, refusals and events are collected as a list of
     * actions. An action may settle another call of this pool and so produce more actions; these are appended to the list
     * of the thread that is already delivering, since nesting them would grow the stack by a frame for each call.
     */

    /** More waiters than any program can mean; beyond it a caller is told, instead of the heap filling up. */
    public static final int WAITERS_MAX = 1_000_000;

    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    private final String name;
    private final Limits limits;
    private final Metering metering;
    private final Clock clock;
    private final Hands hands;
    private final EventListener listener;
    private final Duration lease;
    private final Retrying retrying;
    private final ReentrantLock lock = new ReentrantLock();
    private final Gate gate;
    private final Feedback feedback;
    private final Line line = new Line();
    private Clock.@Nullable Alarm headAlarm;
    private long headAlarmNanos;
    private Clock.@Nullable Alarm leaseAlarm;

    Pool(PoolBuilder builder) {
        name = builder.name;
        limits = builder.limits;
        metering = builder.metering;
        clock = builder.clock;
        hands = new Hands(builder.executor, builder.context);
        listener = builder.listener;
        lease = builder.reservationLease;
        long now = clock.nanoTime();
        gate = new Gate(
                name,
                limits,
                metering,
                new Spending(builder.budget, builder.price),
                new Slots(builder.sharedConcurrency, this::reconsider),
                now);
        feedback = new Feedback(gate, metering, builder.retryPolicy.backoff(), builder.randomness);
        retrying = new Retrying(builder.retryPolicy, builder.randomness, clock);
        gate.heardIf(listener::listens);
        date(now);
        PoolState restored = builder.restored;
        if (restored != null) {
            restored.restore(gate, now, clock.instant());
        }
        gate.spending().onRelease(this::reconsider);
    }

    /** Starts a pool with this name; all else has defaults. */
    public static PoolBuilder builder(String name) {
        return new PoolBuilder(name);
    }

    /** The name, as it stands in events and messages. */
    public String name() {
        return name;
    }

    /** The limits that it was given, of the whole key; what was learned since stands in {@link #snapshot}. */
    public Limits limits() {
        return limits;
    }

    /** How its provider charges calls. */
    public Metering metering() {
        return metering;
    }

    /**
     * Makes a call: waits its turn, runs {@code call} on this thread, retries what is worth it. Blocks.
     *
     * @return what {@code call} returned last: after a success whatever it was, after a failure that no retry mends if it was
     *     not null
     * @throws PoolStoppedException if the pool stopped
     * @throws ImpossibleException if the call can never fit
     * @throws CallFailedException if it failed for good without returning anything
     * @throws InterruptedException if interrupted while waiting, and nothing stays held; or if {@code call} threw it, and then
     *     there is no other attempt
     * @throws Exception what {@code call} threw last
     */
    public <T extends @Nullable Object> T call(Cost cost, Call<T> call) throws Exception {
        return new BlockingCall<T>(this, clock, retrying).run(Request.of(cost), call);
    }

    /** The same for a request with a priority or a place. Blocks. */
    public <T extends @Nullable Object> T call(Request request, Call<T> call) throws Exception {
        return new BlockingCall<T>(this, clock, retrying).run(request, call);
    }

    /**
     * Makes a call without blocking: {@code call} runs on the pool's executor when its turn has come, with what the pool's
     * {@link PoolBuilder#context} takes along from this thread.
     *
     * @return fails as {@link #call} does; cancelling it, or a timeout on it, leaves the line
     */
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(Cost cost, AsyncCall<T> call) {
        return callAsync(Request.of(cost), call);
    }

    /** The same for a request with a priority or a place. */
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(Request request, AsyncCall<T> call) {
        return new AsynchronousCall<>(this, clock, retrying, hands, request, call).start();
    }

    /** The code of one attempt; may block, may throw. */
    @FunctionalInterface
    public interface Call<T extends @Nullable Object> {

        /** Makes one attempt. */
        T run(Attempt attempt) throws Exception;
    }

    /** The code of one asynchronous attempt; must not block. What it gives after the call was given up is closed if it can be. */
    @FunctionalInterface
    public interface AsyncCall<T extends @Nullable Object> {

        /** Starts one attempt. */
        java.util.concurrent.CompletionStage<T> run(Attempt attempt);
    }

    /**
     * Waits for the permits of a call. Blocks.
     *
     * @throws PoolStoppedException if the pool stopped
     * @throws ImpossibleException if the call can never fit
     * @throws DeadlineException if the request has a deadline and cannot start before it
     * @throws IllegalArgumentException if the pool has a budget and {@code cost} no {@code maxOutputTokens}
     * @throws IllegalStateException if {@link #WAITERS_MAX} wait already
     * @throws InterruptedException if interrupted; nothing stays held
     */
    public Reservation acquire(Cost cost) throws InterruptedException {
        return Waiting.on(acquireAsync(Request.of(cost)));
    }

    /**
     * Asks for the permits of a call, without blocking.
     *
     * @return fails as {@link #acquire} does; completes on the thread that made room or on the clock's, so what depends on it must be short; cancelling it, or
     *     a timeout on it, leaves the line
     */
    public CompletableFuture<Reservation> acquireAsync(Request request) {
        CompletableFuture<Reservation> future = new CompletableFuture<>();
        Line.Waiter waiter;
        try {
            waiter = join(request, new FutureGrant(future));
        } catch (IllegalArgumentException | IllegalStateException | DeadlineException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        request.startWithin().ifPresent(within -> giveUpAfter(within, request, waiter, future));
        if (!future.isDone()) {
            future.whenComplete((reservation, failure) -> {
                if (failure != null) {
                    leave(waiter);
                }
            });
        }
        return future;
    }

    private void giveUpAfter(
            Duration within, Request request, Line.Waiter waiter, CompletableFuture<Reservation> future) {
        if (future.isDone()) {
            return;
        }
        Clock.Alarm alarm = clock.schedule(within, () -> {
            if (decided(now -> line.remove(waiter))) {
                future.completeExceptionally(
                        new DeadlineException(within, outlook(request).startsIn()));
            }
        });
        future.whenComplete((reservation, failure) -> alarm.cancel());
    }

    /** What a call would meet that joined the line now; nothing is reserved. */
    public Outlook outlook(Request request) {
        lock.lock();
        try {
            return outlook(request, now());
        } finally {
            lock.unlock();
        }
    }

    private Outlook outlook(Request request, long now) {
        boolean atItsPlace = request.place().isPresent();
        Load own = Load.of(gate.ledger().demand(request.cost()).held());
        Load before = atItsPlace ? Load.NONE : line.loadBefore(request.priority());
        Decision.NotUntil start = gate.outlook(before.plus(own), now);
        int position = 1 + (atItsPlace ? 0 : line.countBefore(request.priority()));
        return new Outlook(position, Duration.ofNanos(start.nanos() - now), start.reason());
    }

    /** Takes the permits of a call if they are free now and nobody waits before it; never blocks. */
    public Optional<Reservation> tryAcquire(Cost cost) {
        return decided(now -> {
            gate.check(cost);
            if (line.size() > 0 || gate.stopped(now).isPresent()) {
                return Optional.empty();
            }
            Demand demand = gate.ledger().demand(cost);
            if (!(gate.decide(demand, now) instanceof Decision.Granted)) {
                return Optional.empty();
            }
            Optional<Ticket> ticket = admit(line.nextPlace(Priority.NORMAL), demand, now, now);
            return ticket.map(granted -> new Reservation(this, granted));
        });
    }

    /** Stops the pool: calls in flight finish, nothing new starts, and those who wait are told the reason. */
    public void stop(String reason) {
        decided(now -> {
            gate.stop(Gate.Stop.forGood(Outcome.Kind.HELD, reason));
            return reason;
        });
    }

    /** Why the pool starts nothing any more; empty if it runs. */
    public Optional<PoolStoppedException> stopped() {
        lock.lock();
        try {
            return gate.stopped(now()).map(stop -> new PoolStoppedException(stop.kind(), stop.reason()));
        } finally {
            lock.unlock();
        }
    }

    /** Why the head of the line has not started yet. */
    public Why why() {
        lock.lock();
        try {
            return Explanation.of(gate, line, now());
        } finally {
            lock.unlock();
        }
    }

    /** The pool at this instant. */
    public Snapshot snapshot() {
        lock.lock();
        try {
            long now = now();
            List<Snapshot.MeterSnapshot> meters = gate.ledger().meters().stream()
                    .map(meter -> Snapshot.MeterSnapshot.of(meter, now))
                    .toList();
            Map<Verdict, Long> outcomes = Map.copyOf(feedback.counts());
            String stopped = gate.stopped(now).map(Gate.Stop::reason).orElse("");
            return new Snapshot(
                    name,
                    line.size(),
                    gate.ledger().inFlight(),
                    gate.concurrency().cap(),
                    meters,
                    outcomes,
                    stopped);
        } finally {
            lock.unlock();
        }
    }

    /** What the pool expects a call of this size to use; nothing is reserved. */
    public Expectation expect(Cost cost) {
        lock.lock();
        try {
            return gate.expect(cost);
        } finally {
            lock.unlock();
        }
    }

    /** What the pool would remember over a restart. */
    public PoolState state() {
        lock.lock();
        try {
            return PoolState.of(gate, now(), clock.instant());
        } finally {
            lock.unlock();
        }
    }

    void observe(Ticket ticket, List<LimitReading> readings) {
        decided(now -> {
            if (ticket.state() == Ticket.State.OPEN) {
                feedback.observe(ticket, readings, now);
            }
            return ticket;
        });
    }

    Outcome settle(Ticket ticket, Signal signal) {
        Outcome outcome = decided(now -> {
            if (ticket.state() == Ticket.State.OPEN) {
                return feedback.settle(ticket, signal, now, clock::instant);
            }
            if (ticket.state() == Ticket.State.EXPIRED) {
                signal.usage().ifPresent(usage -> feedback.correct(ticket, usage, now));
                ticket.end(Ticket.State.SETTLED);
            }
            return Outcome.of(Outcome.Kind.CANCELLED, "the reservation had ended before");
        });
        gate.spending().announceRelease();
        return outcome;
    }

    void cancel(Ticket ticket) {
        decided(now -> {
            if (ticket.state() == Ticket.State.OPEN) {
                ticket.end(Ticket.State.CANCELLED);
                gate.ledger().giveBack(ticket, false, now);
                gate.ended(ticket, 0, now);
                gate.record(new Event.Cancelled(name));
            }
            return ticket;
        });
        gate.spending().announceRelease();
    }

    void abandon(Ticket ticket) {
        boolean open = decided(now -> ticket.state() == Ticket.State.OPEN);
        if (open) {
            settle(ticket, Signal.builder(Verdict.CANCELLED).build());
        }
    }

    /** Tells that a call will be made again. */
    void retried(boolean attemptUsed, Duration delay) {
        if (listener.listens()) {
            Event retried = new Event.Retried(name, attemptUsed, delay);
            // Not before the end of the attempt, which this thread may still have to tell.
            Delivery.deliver(new ArrayDeque<>(List.<Runnable>of(() -> tell(retried))));
        }
    }

    void leave(Line.Waiter waiter) {
        decided(now -> line.remove(waiter));
    }

    private Line.Waiter join(Request request, Line.Grant grant) {
        return decided(now -> {
            if (line.size() >= WAITERS_MAX) {
                throw new IllegalStateException("pool " + name + " has " + WAITERS_MAX + " waiters; no more are taken");
            }
            gate.check(request.cost());
            Duration within = request.startWithin().orElse(ENDLESS);
            Duration expected = within.equals(ENDLESS)
                    ? Duration.ZERO
                    : outlook(request, now).startsIn();
            if (expected.compareTo(within) > 0) {
                throw new DeadlineException(within, expected);
            }
            Load load = Load.of(gate.ledger().demand(request.cost()).held());
            Line.Waiter waiter = line.add(request, load, now, grant);
            if (gate.breaker().isOpen() && gate.breaker().hasFailed(waiter.place())) {
                line.sendBehind(waiter);
            }
            return waiter;
        });
    }

    /** The time, told to the limits that are whole again at midnight; with the lock held. */
    private long now() {
        long now = clock.nanoTime();
        date(now);
        return now;
    }

    private void date(long now) {
        if (gate.ledger().isByTheDay()) {
            gate.date(clock.instant(), now);
        }
    }

    private void reconsider() {
        decided(now -> name);
    }

    /** Changes the state under the lock, decides upon the line, and carries out what follows without the lock. */
    private <T> T decided(LongFunction<T> changeAt) {
        Queue<Runnable> actions = new ArrayDeque<>(1);
        T result;
        lock.lock();
        try {
            long now = now();
            result = changeAt.apply(now);
            decideLine(now, actions);
            List<Event> events = gate.drainEvents();
            if (listener.listens()) {
                events.forEach(event -> actions.add(() -> tell(event)));
            }
        } finally {
            lock.unlock();
        }
        try {
            Delivery.deliver(actions);
        } finally {
            gate.slots().announce();
        }
        return result;
    }

    private void decideLine(long now, Queue<Runnable> actions) {
        Optional<Gate.Stop> stop = gate.stopped(now);
        if (stop.isPresent()) {
            PoolStoppedException reason =
                    new PoolStoppedException(stop.get().kind(), stop.get().reason());
            for (Line.Waiter waiter : line.removeAll()) {
                actions.add(() -> waiter.grant().refused(reason));
            }
        }
        if (!gate.breaker().isOpen()) {
            line.bringForward();
        }
        boolean moved = true;
        while (moved) {
            moved = decideHead(now, actions);
        }
    }

    /** Decides upon the head; false if it stays where it is. */
    private boolean decideHead(long now, Queue<Runnable> actions) {
        Optional<Line.Waiter> head = line.head();
        if (head.isEmpty()) {
            armHead(Optional.empty(), now);
            return false;
        }
        Line.Waiter waiter = head.get();
        Demand demand = gate.ledger().demand(waiter.cost());
        Decision decision = gate.decide(demand, now);
        if (decision instanceof Decision.Granted) {
            Optional<Ticket> ticket = admit(waiter.place(), demand, waiter.sinceNanos(), now);
            ticket.ifPresent(granted -> {
                line.remove(waiter);
                actions.add(() -> waiter.grant().granted(new Reservation(this, granted)));
            });
            return ticket.isPresent();
        }
        if (decision instanceof Decision.Impossible impossible) {
            line.remove(waiter);
            RuntimeException reason = refusal(impossible);
            actions.add(() -> waiter.grant().refused(reason));
            return true;
        }
        Optional<Long> at = decision instanceof Decision.NotUntil later ? Optional.of(later.nanos()) : Optional.empty();
        armHead(at, now);
        return false;
    }

    private RuntimeException refusal(Decision.Impossible impossible) {
        if (impossible.dimension().equals(dev.forebay.signal.Dimension.MONEY)) {
            return PoolStoppedException.ofBudget();
        }
        return new ImpossibleException(impossible.dimension(), impossible.limit());
    }

    private Optional<Ticket> admit(Place place, Demand demand, long sinceNanos, long now) {
        Optional<Ticket> ticket = gate.admit(place, demand, now);
        if (ticket.isPresent()) {
            if (gate.isHeard()) {
                gate.record(new Event.Granted(name, Duration.ofNanos(now - sinceNanos)));
            }
            if (leaseAlarm == null) {
                leaseAlarm = clock.schedule(lease, this::expire);
            }
        }
        return ticket;
    }

    /** Ends the reservations that nobody ended, oldest first. */
    private void expire() {
        decided(now -> {
            leaseAlarm = null;
            Optional<Ticket> oldest = gate.ledger().oldest();
            while (oldest.isPresent() && now - oldest.get().sentNanos() >= lease.toNanos()) {
                Ticket ticket = oldest.get();
                ticket.end(Ticket.State.EXPIRED);
                gate.ledger().keep(ticket, now);
                gate.ended(ticket, ticket.heldNanoDollars(), now);
                gate.record(new Event.Expired(name));
                oldest = gate.ledger().oldest();
            }
            oldest.ifPresent(ticket -> {
                long left = lease.toNanos() - (now - ticket.sentNanos());
                leaseAlarm = clock.schedule(Duration.ofNanos(left), this::expire);
            });
            return name;
        });
        gate.spending().announceRelease();
    }

    private void armHead(Optional<Long> atNanos, long now) {
        gate.slots().leave();
        Clock.Alarm armed = headAlarm;
        // An alarm that has run names a time that is over, so that no refusal can name it again.
        if (armed != null && atNanos.isPresent() && headAlarmNanos == atNanos.get()) {
            return;
        }
        if (armed != null) {
            armed.cancel();
            headAlarm = null;
        }
        if (atNanos.isPresent()) {
            headAlarmNanos = atNanos.get();
            headAlarm = clock.schedule(Duration.ofNanos(headAlarmNanos - now), this::reconsider);
        }
    }

    private void tell(Event event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error ignored) {
            // A listener only watches; what it throws must not change what the pool does.
        }
    }
}
