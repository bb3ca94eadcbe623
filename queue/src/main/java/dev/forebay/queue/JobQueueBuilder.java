package dev.forebay.queue;

import dev.forebay.money.Price;
import dev.forebay.pool.Pool;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The options of a {@link JobQueue}. Not thread-safe. */
public final class JobQueueBuilder {

    private static final double OWNER_RANGE = 1L << 53;

    private final JobStore store;
    private Clock clock = Clock.system();
    private Randomness randomness = Randomness.system();
    private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    private Optional<Price> price = Optional.empty();
    private WorkListener listener = WorkListener.NONE;
    private Executor executor = Runnable::run;
    private boolean endsWhenFinished = true;

    JobQueueBuilder(JobStore store) {
        this.store = store;
    }

    /** The clock of beats and backoffs: the pool's and the store's. Default: this machine's. */
    public JobQueueBuilder clock(Clock time) {
        this.clock = time;
        return this;
    }

    /** The source of jitter. Default: nobody can repeat it. */
    public JobQueueBuilder randomness(Randomness source) {
        this.randomness = source;
        return this;
    }

    /** How many attempts a job has, and the backoff between them. Default: {@link RetryPolicy#DEFAULT}. */
    public JobQueueBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = policy;
        return this;
    }

    /** What the tokens of a call cost, for the cost of each job. Default: no cost is kept. */
    public JobQueueBuilder price(Price tokens) {
        this.price = Optional.of(tokens);
        return this;
    }

    /** Who is told what happens to jobs. Default: nobody. */
    public JobQueueBuilder listener(WorkListener watcher) {
        this.listener = watcher;
        return this;
    }

    /**
     * Where the steps of a work run, handlers included, one after the other. Default: on the thread that completed what the
     * step was waiting for, be it the store's, the pool's or the handler's own.
     */
    public JobQueueBuilder executor(Executor steps) {
        this.executor = steps;
        return this;
    }

    /** Works on when no job is left, for those that will be enqueued. Default: the work ends. */
    public JobQueueBuilder keepsWorking() {
        this.endsWhenFinished = false;
        return this;
    }

    /** The queue. */
    public JobQueue build() {
        return new JobQueue(this, store);
    }

    <R> WorkPlan<R> plan(Pool pool, Handler<R> handler, Save<R> save) {
        return new WorkPlan<>(
                store,
                pool,
                handler,
                save,
                newOwner(),
                clock,
                randomness,
                retryPolicy,
                price,
                listener,
                executor,
                endsWhenFinished);
    }

    /** New for each start: a name that is used again makes a dead worker's leases look alive. */
    private static String newOwner() {
        long chance = (long) (Randomness.system().next() * OWNER_RANGE);
        return ProcessHandle.current().pid() + "-" + Long.toHexString(chance);
    }
}
