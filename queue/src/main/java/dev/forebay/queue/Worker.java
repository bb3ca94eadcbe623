package dev.forebay.queue;

import dev.forebay.pool.PoolStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The state of one work. It has no thread: it moves when the store, the pool, a handler or the clock completes something,
 * one step at a time ({@link Turns}); so on a manual clock, with the store in memory, one thread runs all of it.
 *
 * <pre>
 * look ({@link Feed}) -> wait in the pool's line -> granted -> claim -> call -> settle -> write the fate ({@link Calls})
 *   ^                                                                                      |
 *   +--------------------------------- ready again ----------------------------------------+
 * </pre>
 *
 * <p>Permits first: a job is claimed when its permits are held, and called as soon as it is claimed. What waits, waits
 * unclaimed; so a worker that dies leaves no more leases behind than it had calls in flight.
 */
final class Worker<R> implements Work {

    /** How long to wait when jobs are left that cannot be seen, as another worker's. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final WorkPlan<R> plan;
    private final Turns turns;
    private final Feed<R> feed;
    private final Pulse<R> pulse;
    private final Calls<R> calls;
    private final Map<String, Delivery<R>> deliveries = new HashMap<>();
    private final CompletableFuture<WorkEnd> done = new CompletableFuture<>();
    private Optional<WorkEnd> ending = Optional.empty();
    private boolean counting;
    private volatile boolean paused;
    private volatile WorkCounts counts = WorkCounts.ZERO;
    private volatile int inFlight;
    private volatile int waiting;

    Worker(WorkPlan<R> plan) {
        this.plan = plan;
        this.turns = new Turns(plan.executor(), this::fail);
        this.feed = new Feed<>(this, plan);
        this.pulse = new Pulse<>(this, plan);
        this.calls = new Calls<>(this, plan, pulse, feed);
    }

    void start() {
        turn(() -> {
            pulse.start();
            feed.refresh();
        });
    }

    void turn(Runnable step) {
        turns.take(() -> {
            step.run();
            inFlight = deliveries.size();
            waiting = feed.waiting();
        });
    }

    @Override
    public CompletionStage<WorkEnd> done() {
        return done.minimalCompletionStage();
    }

    @Override
    public void drain() {
        turn(() -> end(WorkEnd.Reason.DRAINED, ""));
    }

    @Override
    public void stopNow() {
        turn(() -> {
            end(WorkEnd.Reason.STOPPED, "");
            List.copyOf(deliveries.values()).forEach(calls::breakOff);
        });
    }

    @Override
    public void pause() {
        turn(() -> {
            if (isAdmitting()) {
                paused = true;
                feed.withdraw();
                checkEnd();
            }
        });
    }

    @Override
    public void resume() {
        turn(() -> {
            paused = false;
            feed.refresh();
        });
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void nudge() {
        turn(feed::refresh);
    }

    @Override
    public WorkCounts counts() {
        return counts;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public int waiting() {
        return waiting;
    }

    boolean isAdmitting() {
        return ending.isEmpty() && !paused && !done.isDone();
    }

    boolean isOver() {
        return done.isDone();
    }

    boolean has(String jobId) {
        return deliveries.containsKey(jobId);
    }

    /** Jobs that the store may still show as ready although they are in hand. */
    Set<String> claiming() {
        return deliveries.values().stream()
                .filter(delivery -> delivery.phase == Delivery.Phase.CLAIMING)
                .map(delivery -> delivery.candidate.id())
                .collect(Collectors.toSet());
    }

    List<Lease> leases() {
        List<Lease> leases = new ArrayList<>();
        for (Delivery<R> delivery : deliveries.values()) {
            if (delivery.phase != Delivery.Phase.CLAIMING && !delivery.lost) {
                leases.add(delivery.lease());
            }
        }
        return leases;
    }

    void deliver(Delivery<R> delivery) {
        deliveries.put(delivery.candidate.id(), delivery);
        calls.claim(delivery);
    }

    /** The delivery has ended; the job may come again. */
    void ended(Delivery<R> delivery) {
        deliveries.remove(delivery.candidate.id(), delivery);
        feed.replenish();
        checkEnd();
    }

    void refreshFeed() {
        feed.refresh();
    }

    void leaseLost(Lease lease) {
        Delivery<R> delivery = deliveries.get(lease.jobId());
        if (delivery != null
                && delivery.phase != Delivery.Phase.CLAIMING
                && delivery.lease().equals(lease)) {
            // The call goes on: it is paid for, and its answer is adopted unless another came first.
            delivery.lost = true;
            tell(new WorkEvent.LeaseLost(lease.jobId()));
        }
    }

    void reaped(Reaped reaped) {
        reaped.ready().forEach(id -> tell(new WorkEvent.Reaped(id)));
        reaped.dead().forEach(id -> tell(new WorkEvent.Dead(id, "its worker died " + JobStore.CRASHES_MAX + " times")));
        if (!reaped.ready().isEmpty()) {
            feed.refresh();
        }
    }

    void poolStopped(PoolStoppedException stopped) {
        end(Fate.endOf(stopped), Fate.said(stopped));
    }

    /** Admits nothing more; the first reason stays, but stopping at once overrules a drain. */
    void end(WorkEnd.Reason reason, String detail) {
        if (ending.isEmpty() || reason == WorkEnd.Reason.STOPPED) {
            ending = Optional.of(new WorkEnd(reason, detail, counts));
            feed.withdraw();
        }
        checkEnd();
    }

    /** Gives everything up: nothing can be written any more. */
    void fail(Throwable error) {
        if (done.completeExceptionally(Fate.unwrapped(error))) {
            close();
        }
    }

    /** Ends the work if nothing is left to be done. */
    void checkEnd() {
        if (done.isDone() || !deliveries.isEmpty()) {
            return;
        }
        if (ending.isPresent()) {
            if (feed.waiting() == 0) {
                finish(ending.get());
            }
        } else if (plan.endsWhenFinished() && !counting && (paused || (feed.isDry() && !feed.expectsMore()))) {
            countWhatIsLeft();
        }
    }

    private void countWhatIsLeft() {
        counting = true;
        plan.store()
                .counts()
                .whenComplete((left, error) -> turn(() -> {
                    counting = false;
                    if (error != null) {
                        fail(error);
                    } else if (deliveries.isEmpty() && (paused || feed.isDry()) && ending.isEmpty()) {
                        if (left.toDo() == 0) {
                            finish(new WorkEnd(WorkEnd.Reason.FINISHED, "", counts));
                        } else if (!paused) {
                            feed.lookAfter(IDLE);
                        }
                    }
                }));
    }

    private void finish(WorkEnd end) {
        close();
        done.complete(new WorkEnd(end.reason(), end.detail(), counts));
    }

    private void close() {
        pulse.stop();
        feed.withdraw();
    }

    void tell(WorkEvent event) {
        counts = counts.after(event);
        try {
            plan.listener().on(event);
        } catch (RuntimeException ignored) {
            // A listener only watches; what it throws must not change what becomes of a job.
        }
    }
}
