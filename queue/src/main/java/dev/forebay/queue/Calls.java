package dev.forebay.queue;

import dev.forebay.pool.Outcome;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes each delivery from claim to call to fate. Confined to the turns of one work. */
final class Calls<R> {

    private static final long NANO_DOLLARS_PER_MICRO = 1_000;

    private final Worker<R> worker;
    private final WorkPlan<R> plan;
    private final Pulse<R> pulse;
    private final Feed<R> feed;
    private final Retries retries;

    Calls(Worker<R> worker, WorkPlan<R> plan, Pulse<R> pulse, Feed<R> feed) {
        this.worker = worker;
        this.plan = plan;
        this.pulse = pulse;
        this.feed = feed;
        this.retries = new Retries(plan.retryPolicy(), plan.clock(), plan.randomness());
    }

    void claim(Delivery<R> delivery) {
        long asked = plan.clock().nanoTime();
        plan.store()
                .claim(delivery.candidate.id(), plan.owner(), Pulse.LEASE)
                .whenComplete((claim, error) -> worker.turn(() -> {
                    if (claim instanceof Claim.Claimed claimed) {
                        delivery.job = claimed.job();
                        pulse.heard(asked);
                        claimed(delivery);
                    } else {
                        delivery.cancelReservation();
                        if (error != null) {
                            worker.fail(error);
                        }
                        worker.ended(delivery);
                    }
                }));
    }

    private void claimed(Delivery<R> delivery) {
        if (delivery.reservation.isEmpty()) {
            bury(delivery, Ending.uncounted(delivery.verdictBefore));
        } else if (!worker.isAdmitting()) {
            delivery.cancelReservation();
            giveBack(delivery, "no more calls are started");
        } else if (!pulse.isTrusted()) {
            delivery.cancelReservation();
            giveBack(delivery, "the store was not heard of for " + Pulse.TRUST.toSeconds() + " s");
        } else {
            call(delivery, delivery.reservation.get());
        }
    }

    private void call(Delivery<R> delivery, Reservation reservation) {
        ReservedAttempt attempt =
                new ReservedAttempt(reservation, delivery.job().counters().attempts() + 1);
        delivery.phase = Delivery.Phase.CALLING;
        retries.called();
        worker.tell(new WorkEvent.Called(delivery.candidate.id(), attempt.number()));
        CompletableFuture<R> call;
        try {
            call = plan.handler().handle(delivery.job(), attempt).toCompletableFuture();
        } catch (Exception | Error e) {
            call = CompletableFuture.failedFuture(e);
        }
        delivery.call = call;
        call.whenComplete(
                (value, failure) -> worker.turn(() -> answered(delivery, reservation, attempt, value, failure)));
    }

    private void answered(
            Delivery<R> delivery,
            Reservation reservation,
            ReservedAttempt attempt,
            @Nullable R value,
            @Nullable Throwable failure) {
        Optional<Throwable> error = Optional.ofNullable(failure).map(Fate::unwrapped);
        Signal signal = attempt.end(error);
        Outcome outcome = reservation.settle(signal);
        if (delivery.phase != Delivery.Phase.CALLING || worker.isOver()) {
            return;
        }
        Fate fate = Fate.of(signal, outcome, error);
        long cost = signal.usage().map(this::micros).orElse(0L);
        if (fate instanceof Fate.Done && value != null) {
            save(delivery, value, cost);
        } else if (fate instanceof Fate.Done) {
            write(delivery, new Fate.Failed("the handler gave null", Duration.ZERO), cost);
        } else {
            write(delivery, fate, cost);
        }
    }

    private long micros(Usage usage) {
        long nanos = plan.price().map(price -> price.nanoDollars(usage)).orElse(0L);
        return Math.floorDiv(nanos + NANO_DOLLARS_PER_MICRO - 1, NANO_DOLLARS_PER_MICRO);
    }

    private void write(Delivery<R> delivery, Fate fate, long cost) {
        if (fate instanceof Fate.Throttled throttled) {
            WorkEvent event = new WorkEvent.Throttled(delivery.candidate.id(), throttled.reason(), throttled.delay());
            release(delivery, Ending.throttled(throttled.reason()).costing(cost), throttled.ownDelay(), event);
        } else if (fate instanceof Fate.Failed failed) {
            failed(delivery, failed, cost);
        } else if (fate instanceof Fate.Dead dead) {
            bury(delivery, Ending.attempt(dead.reason()).costing(cost));
        } else if (fate instanceof Fate.Held held) {
            worker.end(held.end(), held.reason());
            hold(delivery, Ending.uncounted(held.reason()).costing(cost));
        }
    }

    private void failed(Delivery<R> delivery, Fate.Failed failed, long cost) {
        int used = delivery.job().counters().attempts() + 1;
        Ending ending = Ending.attempt(failed.reason()).costing(cost);
        if (retries.allows(used)) {
            Duration wait = retries.delay(used, failed.atLeast());
            release(
                    delivery,
                    ending,
                    wait,
                    new WorkEvent.Retrying(delivery.candidate.id(), failed.reason(), used, wait));
        } else {
            bury(
                    delivery,
                    Ending.attempt("attempt " + used + " was the last: " + failed.reason())
                            .costing(cost));
        }
    }

    private void save(Delivery<R> delivery, R value, long cost) {
        delivery.phase = Delivery.Phase.WRITING;
        delivery.saves++;
        plan.store()
                .ack(delivery.lease(), cost, transaction -> plan.save().save(value, transaction))
                .whenComplete((written, error) -> worker.turn(() -> {
                    if (error != null && Fate.unwrapped(error) instanceof SaveFailedException failure) {
                        saveFailed(delivery, value, cost, failure);
                    } else {
                        wrote(delivery, written, error, new WorkEvent.Succeeded(delivery.candidate.id()));
                    }
                }));
    }

    /** The answer is paid for, so it is kept in hand and saved again; the call is not made again. */
    private void saveFailed(Delivery<R> delivery, R value, long cost, SaveFailedException failure) {
        if (!retries.allows(delivery.saves)) {
            bury(delivery, Ending.attempt(Fate.said(failure)).costing(cost));
            return;
        }
        Duration wait = retries.backoff(delivery.saves);
        delivery.phase = Delivery.Phase.SAVING_AGAIN;
        delivery.saveAlarm = plan.clock()
                .schedule(
                        wait,
                        () -> worker.turn(() -> {
                            if (delivery.phase == Delivery.Phase.SAVING_AGAIN) {
                                save(delivery, value, cost);
                            }
                        }));
        worker.tell(new WorkEvent.SaveRetrying(delivery.candidate.id(), Fate.said(failure), wait));
    }

    /** Breaks a call off; what is being written already runs its course. */
    void breakOff(Delivery<R> delivery) {
        CompletableFuture<R> call = delivery.call;
        if (delivery.phase == Delivery.Phase.CALLING && call != null) {
            delivery.phase = Delivery.Phase.WRITING;
            call.cancel(true);
            delivery.reservation.ifPresent(Reservation::close);
            giveBack(delivery, "broken off");
        } else if (delivery.phase == Delivery.Phase.SAVING_AGAIN && delivery.saveAlarm != null) {
            delivery.saveAlarm.cancel();
            giveBack(delivery, "its result could not be saved in time");
        }
    }

    private void giveBack(Delivery<R> delivery, String reason) {
        WorkEvent event = new WorkEvent.GivenBack(delivery.candidate.id(), reason);
        release(delivery, Ending.uncounted(reason), Duration.ZERO, event);
    }

    private void release(Delivery<R> delivery, Ending ending, Duration delay, WorkEvent event) {
        delivery.phase = Delivery.Phase.WRITING;
        plan.store()
                .release(delivery.lease(), ending, delay)
                .whenComplete((written, error) -> worker.turn(() -> {
                    wrote(delivery, written, error, event);
                    if (written instanceof Written.Applied && delay.isZero()) {
                        feed.enter(again(delivery, ending));
                    } else {
                        feed.lookAfter(delay);
                    }
                }));
    }

    private void bury(Delivery<R> delivery, Ending cause) {
        write(
                delivery,
                plan.store().bury(delivery.lease(), cause),
                new WorkEvent.Dead(delivery.candidate.id(), cause.reason()));
    }

    private void hold(Delivery<R> delivery, Ending reason) {
        write(
                delivery,
                plan.store().hold(delivery.lease(), reason),
                new WorkEvent.Held(delivery.candidate.id(), reason.reason()));
    }

    private void write(Delivery<R> delivery, CompletionStage<Written> write, WorkEvent event) {
        delivery.phase = Delivery.Phase.WRITING;
        write.whenComplete((written, error) -> worker.turn(() -> wrote(delivery, written, error, event)));
    }

    private void wrote(Delivery<R> delivery, @Nullable Written written, @Nullable Throwable error, WorkEvent event) {
        if (error != null) {
            worker.fail(error);
        } else if (!(written instanceof Written.Lost)) {
            worker.tell(event);
        } else if (!delivery.lost) {
            worker.tell(new WorkEvent.LeaseLost(delivery.candidate.id()));
        }
        worker.ended(delivery);
    }

    /** The job as the store shows it after it was given back, so that it need not be looked for. */
    private Candidate again(Delivery<R> delivery, Ending ending) {
        Job job = delivery.job();
        Counters counters = ending.raise(job.counters());
        return new Candidate(
                job.id(),
                job.sequence(),
                job.priority(),
                job.payload().size(),
                job.answer().isPresent(),
                counters);
    }
}
