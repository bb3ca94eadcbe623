package dev.forebay.queue;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the leases of a work alive, and knows whether it may still trust them. Confined to the turns of one work.
 *
 * <p>A worker that was stopped in the middle, by a debugger, a swap storm or a laptop's lid, comes back with leases that
 * others may have; so nothing is called unless a beat, or a claim, was heard of lately on the monotonic clock.
 */
final class Pulse<R> {

    /** Five chances in a lease. */
    static final Duration BEAT = Duration.ofSeconds(10);

    /** How long a claim lasts without a beat. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** No call starts when the last beat is older: two missed ones, and most of the lease is still left. */
    static final Duration TRUST = Duration.ofSeconds(20);

    /** Leases reaped at a time: the next beat takes the rest. */
    private static final int REAP_MAX = 100;

    private final Worker<R> worker;
    private final WorkPlan<R> plan;
    private long heardNanos;
    private long soundSinceNanos;
    private boolean beating;
    private Clock.@Nullable Alarm alarm;

    Pulse(Worker<R> worker, WorkPlan<R> plan) {
        this.worker = worker;
        this.plan = plan;
        this.heardNanos = plan.clock().nanoTime();
        this.soundSinceNanos = heardNanos;
    }

    void start() {
        alarm = plan.clock().schedule(BEAT, () -> worker.turn(this::beat));
    }

    void stop() {
        Clock.Alarm armed = alarm;
        if (armed != null) {
            armed.cancel();
            alarm = null;
        }
    }

    /** A write that was asked for at this time has succeeded: the store heard us then. */
    void heard(long askedNanos) {
        if (askedNanos - heardNanos > 0) {
            if (askedNanos - heardNanos > LEASE.toNanos()) {
                soundSinceNanos = askedNanos;
            }
            heardNanos = askedNanos;
        }
    }

    boolean isTrusted() {
        return plan.clock().nanoTime() - heardNanos <= TRUST.toNanos();
    }

    private void beat() {
        start();
        if (beating) {
            return;
        }
        beating = true;
        long asked = plan.clock().nanoTime();
        List<Lease> leases = worker.leases();
        plan.store()
                .heartbeat(leases, LEASE)
                .whenComplete((lost, error) -> worker.turn(() -> {
                    beating = false;
                    beaten(asked, lost, error);
                }));
        worker.refreshFeed();
    }

    private void beaten(long asked, @Nullable Set<Lease> lost, @Nullable Throwable error) {
        if (error != null || lost == null) {
            worker.fail(error == null ? new IllegalStateException("a heartbeat without an answer") : error);
            return;
        }
        heard(asked);
        lost.forEach(worker::leaseLost);
        // A store that was out of reach has not heard of other workers' beats either: first let a whole lease pass.
        if (plan.clock().nanoTime() - soundSinceNanos >= LEASE.toNanos()) {
            reap();
        }
    }

    private void reap() {
        plan.store()
                .reapExpired(REAP_MAX)
                .whenComplete((reaped, error) -> worker.turn(() -> {
                    if (error != null) {
                        worker.fail(error);
                    } else {
                        worker.reaped(reaped);
                    }
                }));
    }
}
