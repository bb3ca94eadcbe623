package dev.forebay.queue;

import dev.forebay.pool.Cost;
import dev.forebay.pool.ImpossibleException;
import dev.forebay.pool.Place;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of ready jobs waiting in the pool's line, unclaimed. Confined to the turns of one work.
 *
 * <p>A job enters the line at its own place, so one that comes back, or comes late with a higher priority, goes before those
 * that are there.
 */
final class Feed<R> {

    /** Candidates in the line: more than can be granted while the store looks for the next ones. */
    static final int WINDOW = 256;

    private static final int LOW = WINDOW / 2;

    private final Worker<R> worker;
    private final WorkPlan<R> plan;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private boolean looking;
    private boolean lookAgain;
    private boolean exhausted;
    private Clock.@Nullable Alarm dueAlarm;
    private long dueNanos;

    private record Waiting(Candidate candidate, CompletableFuture<Reservation> permits) {}

    Feed(Worker<R> worker, WorkPlan<R> plan) {
        this.worker = worker;
        this.plan = plan;
    }

    int waiting() {
        return waiting.size();
    }

    /** Whether nothing waits here and nothing due is left in the store, as far as is known. */
    boolean isDry() {
        return waiting.isEmpty() && exhausted && !looking;
    }

    /** Looks for jobs, also when the last look found none. */
    void refresh() {
        exhausted = false;
        look();
    }

    /** Looks for jobs if the line is getting short. */
    void replenish() {
        if (waiting.size() <= LOW && !exhausted) {
            look();
        }
    }

    private void look() {
        if (!worker.isAdmitting()) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        int limit = Math.max(1, WINDOW - waiting.size());
        Set<String> known = new HashSet<>(waiting.keySet());
        known.addAll(worker.claiming());
        plan.store()
                .candidates(limit, known)
                .whenComplete((found, error) -> worker.turn(() -> {
                    looking = false;
                    if (error != null) {
                        worker.fail(error);
                    } else {
                        found(found, limit);
                    }
                }));
    }

    private void found(Candidates found, int limit) {
        if (!worker.isAdmitting()) {
            worker.checkEnd();
            return;
        }
        exhausted = found.jobs().size() < limit;
        found.nextDue().ifPresent(this::lookAfter);
        found.jobs().forEach(this::enter);
        if (lookAgain) {
            lookAgain = false;
            refresh();
        } else {
            replenish();
        }
        worker.checkEnd();
    }

    /** Looks again when the next delayed job is due. */
    void lookAfter(Duration delay) {
        long now = plan.clock().nanoTime();
        long at = now + delay.toNanos();
        Clock.Alarm armed = dueAlarm;
        if (armed != null && dueNanos - at <= 0) {
            return;
        }
        if (armed != null) {
            armed.cancel();
        }
        dueNanos = at;
        dueAlarm = plan.clock()
                .schedule(
                        delay,
                        () -> worker.turn(() -> {
                            dueAlarm = null;
                            refresh();
                        }));
    }

    /** Whether a look is due to come by itself. */
    boolean expectsMore() {
        return dueAlarm != null;
    }

    /** Puts a job into the line, unless it is in hand already. */
    void enter(Candidate candidate) {
        if (!worker.isAdmitting() || waiting.containsKey(candidate.id()) || worker.has(candidate.id())) {
            return;
        }
        Cost cost;
        try {
            cost = plan.handler().cost(candidate);
        } catch (RuntimeException e) {
            worker.deliver(Delivery.toBury(candidate, "its cost could not be told: " + Fate.words(e)));
            return;
        }
        Request request = Request.of(cost).at(new Place(candidate.priority(), candidate.sequence()));
        Waiting entry = new Waiting(candidate, plan.pool().acquireAsync(request));
        waiting.put(candidate.id(), entry);
        entry.permits.whenComplete((reservation, refusal) -> worker.turn(() -> left(entry, reservation, refusal)));
    }

    private void left(Waiting entry, @Nullable Reservation reservation, @Nullable Throwable refusal) {
        boolean expected = waiting.remove(entry.candidate.id(), entry);
        if (reservation != null) {
            if (expected && worker.isAdmitting()) {
                worker.deliver(Delivery.toCall(entry.candidate, reservation));
            } else {
                reservation.cancel();
            }
        } else if (expected && refusal != null) {
            refused(entry.candidate, Fate.unwrapped(refusal));
        }
        replenish();
        worker.checkEnd();
    }

    private void refused(Candidate candidate, Throwable refusal) {
        if (refusal instanceof PoolStoppedException stopped) {
            worker.poolStopped(stopped);
        } else if (refusal instanceof ImpossibleException impossible) {
            worker.deliver(Delivery.toBury(candidate, Fate.said(impossible)));
        } else {
            worker.fail(refusal);
        }
    }

    /** Takes everything out of the line. */
    void withdraw() {
        Clock.Alarm armed = dueAlarm;
        if (armed != null) {
            armed.cancel();
            dueAlarm = null;
        }
        List<Waiting> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Waiting entry : all) {
            // A grant that comes first finds its entry gone and gives its permits back.
            entry.permits.cancel(false);
        }
    }
}
