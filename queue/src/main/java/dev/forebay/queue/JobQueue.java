package dev.forebay.queue;

import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Jobs in a store, and work on them at the rate of a pool:
 *
 * <pre>{@code
 * JobQueue queue = JobQueue.on(store);
 * queue.enqueue(jobs);
 * Work work = queue.work(pool, handler, (result, transaction) -> transaction.storeResult(result));
 * WorkEnd end = work.done().toCompletableFuture().join();
 * }</pre>
 *
 * <p>Every commit of the store carries what the pool has learned and used; {@link #savedState} gives it to the next process.
 *
 * <p>Thread-safe; no method blocks, but for what {@link JobStore} says of too many writes.
 */
public final class JobQueue {

    private final JobQueueBuilder options;
    private final JobStore store;
    private final Set<String> poolsKept = ConcurrentHashMap.newKeySet();
    private final List<Work> works = new CopyOnWriteArrayList<>();

    JobQueue(JobQueueBuilder options, JobStore store) {
        this.options = options;
        this.store = store;
    }

    /** A queue with the defaults. */
    public static JobQueue on(JobStore store) {
        return builder(store).build();
    }

    /** Starts a queue; all options have defaults. */
    public static JobQueueBuilder builder(JobStore store) {
        return new JobQueueBuilder(store);
    }

    /** The store. */
    public JobStore store() {
        return store;
    }

    /** As {@link JobStore#enqueue}; work under way takes the new jobs up at once. */
    public CompletionStage<Enqueued> enqueue(List<NewJob> jobs) {
        return store.enqueue(jobs).whenComplete((enqueued, error) -> works.forEach(Work::nudge));
    }

    /**
     * Starts to work: asks the pool for the permits of each job in turn, claims it, calls the handler, saves what it gave in
     * the transaction that finishes the job, and retries what is worth it. Returns at once.
     *
     * @param <R> what the handler gives to the save
     */
    public <R> Work work(Pool pool, Handler<R> handler, Save<R> save) {
        if (poolsKept.add(pool.name())) {
            store.beforeCommit(transaction ->
                    transaction.put(key(pool.name()), Bytes.utf8(pool.state().toText())));
        }
        Worker<R> worker = new Worker<>(options.plan(pool, handler, save));
        works.add(worker);
        worker.done().whenComplete((end, error) -> works.remove(worker));
        worker.start();
        return worker;
    }

    /** What a pool knew at the last commit, for {@code PoolBuilder.restore}; empty if it never worked here. */
    public CompletionStage<Optional<PoolState>> savedState(String poolName) {
        return savedState(store, poolName);
    }

    /** The same of a store that is only read. */
    public static CompletionStage<Optional<PoolState>> savedState(JobReader store, String poolName) {
        return store.value(key(poolName)).thenApply(text -> text.map(bytes -> PoolState.parse(bytes.utf8())));
    }

    private static String key(String poolName) {
        return "pool." + poolName;
    }
}
