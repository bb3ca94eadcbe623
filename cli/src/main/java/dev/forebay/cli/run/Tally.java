package dev.forebay.cli.run;

import dev.forebay.cli.progress.Figures;
import dev.forebay.event.Event;
import dev.forebay.money.Price;
import dev.forebay.providers.Answer;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobState;
import dev.forebay.queue.WorkEvent;
import dev.forebay.signal.Usage;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run does, for the person who watches; nothing is ever decided by it. Thread-safe; nothing blocks. */
final class Tally {

    private static final long NANO_DOLLARS_PER_MICRO = 1_000;

    private final Clock clock;
    private final Optional<Price> price;
    private final JobCounts before;
    private final long beganNanos;

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder held = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder inputTokens = new LongAdder();
    private final LongAdder outputTokens = new LongAdder();
    private final LongAdder nanoDollars = new LongAdder();
    private final LongAdder granted = new LongAdder();
    private final AtomicLong firstGrantNanos = new AtomicLong();
    private final AtomicLong lastGrantNanos = new AtomicLong();

    /** Counts on from what the store held at the start. */
    Tally(Clock clock, Optional<Price> price, JobCounts before) {
        this.clock = clock;
        this.price = price;
        this.before = before;
        this.beganNanos = clock.nanoTime();
    }

    /** Takes what happened in the pool. */
    void inPool(Event event) {
        if (event instanceof Event.Granted) {
            long now = clock.nanoTime();
            if (granted.sum() == 0) {
                firstGrantNanos.set(now);
            }
            granted.increment();
            lastGrantNanos.set(now);
        } else if (event instanceof Event.Settled settled) {
            if (settled.signal().verdict().isThrottled()) {
                throttled.increment();
            }
            settled.signal().usage().ifPresent(this::used);
        }
    }

    /** Takes an answer that is kept. */
    void answered(Answer answer) {
        if (answer.isTruncated()) {
            truncated.increment();
        }
        if (answer.isRefused()) {
            refused.increment();
        }
    }

    /** Takes what happened to a job. */
    void onJob(WorkEvent event) {
        if (event instanceof WorkEvent.Succeeded) {
            succeeded.increment();
        } else if (event instanceof WorkEvent.Dead) {
            dead.increment();
        } else if (event instanceof WorkEvent.Held) {
            held.increment();
        } else if (event instanceof WorkEvent.Retrying) {
            retried.increment();
        }
    }

    private void used(Usage usage) {
        inputTokens.add(usage.promptTokens());
        outputTokens.add(usage.outputTokens());
        price.ifPresent(known -> nanoDollars.add(known.nanoDollars(usage)));
    }

    /** Jobs of the store by what became of them. */
    Figures.Jobs jobs() {
        return new Figures.Jobs(
                before.total() - before.of(JobState.CANCELLED),
                before.of(JobState.DONE) + succeeded.sum(),
                before.of(JobState.DEAD) + dead.sum(),
                before.of(JobState.HELD) + held.sum());
    }

    /** Calls of this process. */
    Figures.Calls calls(int inFlight) {
        return new Figures.Calls(
                succeeded.sum(),
                new Figures.Marked(truncated.sum(), refused.sum()),
                throttled.sum(),
                inFlight,
                inputTokens.sum(),
                outputTokens.sum(),
                costMicros());
    }

    /** Calls that were let through. */
    long granted() {
        return granted.sum();
    }

    /** Attempts that failed and were followed by another. */
    long retried() {
        return retried.sum();
    }

    /** Since this was made. */
    Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - beganNanos);
    }

    /** From the first call that was let through to the last. */
    Duration granting() {
        return Duration.ofNanos(lastGrantNanos.get() - firstGrantNanos.get());
    }

    private OptionalLong costMicros() {
        return price.isPresent() ? OptionalLong.of(nanoDollars.sum() / NANO_DOLLARS_PER_MICRO) : OptionalLong.empty();
    }
}
