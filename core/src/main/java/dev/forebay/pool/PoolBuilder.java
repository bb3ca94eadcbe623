package dev.forebay.pool;

import dev.forebay.event.EventListener;
import dev.forebay.limit.Limits;
import dev.forebay.limit.SharedConcurrency;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link Pool}; not thread-safe. */
public final class PoolBuilder {

    final String name;
    Limits limits = Limits.unknown();
    Metering metering = Metering.AS_PRODUCED;
    Clock clock = Clock.system();
    Randomness randomness = Randomness.system();
    RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    Executor executor = ForkJoinPool.commonPool();
    UnaryOperator<Runnable> context = UnaryOperator.identity();
    EventListener listener = EventListener.NONE;
    Duration reservationLease = Duration.ofMinutes(15);

    @Nullable Budget budget;

    @Nullable Price price;

    @Nullable PoolState restored;

    @Nullable SharedConcurrency sharedConcurrency;

    PoolBuilder(String name) {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("pool name is '" + name + "'; allowed: 1 to 200 characters, not blank");
        }
        this.name = name;
    }

    /** What is known of the limits. Default: nothing; the first answer's headers tell them. */
    public PoolBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /** How the provider charges. Default: {@link Metering#AS_PRODUCED}. */
    public PoolBuilder metering(Metering metering) {
        this.metering = metering;
        return this;
    }

    /** Default: this machine's clock. */
    public PoolBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** Where jitter comes from. Default: nobody can repeat it. */
    public PoolBuilder randomness(Randomness randomness) {
        this.randomness = randomness;
        return this;
    }

    /** How {@link Pool#call} retries. Default: {@link RetryPolicy#DEFAULT}. */
    public PoolBuilder retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
        return this;
    }

    /**
     * Runs the code of {@link Pool#callAsync}. Default: the common pool.
     *
     * @param executor is asked by whichever thread made room, so one that takes along what it finds on the asking thread takes
     *     another call's: set {@link #context} for that
     */
    public PoolBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /**
     * What a call takes along to the thread on which its code runs, such as the context of a trace or of a log. Default: nothing.
     *
     * <pre>{@code
     * builder.context(task -> Context.current().wrap(task)); // of OpenTelemetry
     * }</pre>
     *
     * @param carrier is asked at each {@link Pool#callAsync}, on the caller's thread, and must not block. It gives a task that
     *     puts the caller's context in place, runs the task it was given on the same thread, and puts back what was there before;
     *     that task runs once for each attempt. If it throws before, the call fails with that
     */
    public PoolBuilder context(UnaryOperator<Runnable> carrier) {
        this.context = carrier;
        return this;
    }

    /** Is told what happens. Default: nobody. */
    public PoolBuilder listener(EventListener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * After what time a reservation that nobody ended expires.
     *
     * @param lease longer than any call lasts; 1 second to 1 day, default 15 minutes
     */
    public PoolBuilder reservationLease(Duration lease) {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("reservation lease is " + lease + "; allowed: 1 second to 1 day");
        }
        this.reservationLease = lease;
        return this;
    }

    /** What calls cost, for the events, without a limit on it. Default: nobody knows. */
    public PoolBuilder price(Price price) {
        this.price = price;
        return this;
    }

    /** The most that may be spent, and the price that it is reckoned by. Default: no limit on money. */
    public PoolBuilder budget(Budget budget, Price price) {
        this.budget = budget;
        this.price = price;
        return this;
    }

    /** How many calls may be in flight in this pool and others together. Default: no limit above the pool's own. */
    public PoolBuilder sharedConcurrency(SharedConcurrency shared) {
        this.sharedConcurrency = shared;
        return this;
    }

    /** What an earlier process saved. Default: nothing. */
    public PoolBuilder restore(PoolState state) {
        this.restored = state;
        return this;
    }

    /** The pool. */
    public Pool build() {
        return new Pool(this);
    }
}
