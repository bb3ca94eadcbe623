package dev.forebay.queue;

import static dev.forebay.queue.StoreArguments.checkCost;
import static dev.forebay.queue.StoreArguments.checkDelay;
import static dev.forebay.queue.StoreArguments.checkLease;
import static dev.forebay.queue.StoreArguments.checkLimit;
import static dev.forebay.queue.StoreArguments.checkPurge;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store in memory, for tests and for virtual time. It keeps every promise of {@link JobStore} but durability.
 *
 * <p>Thread-safe. Every stage is complete when the method returns, so that one thread and a manual clock can run a whole
 * queue. No method blocks, except for the lock that guards the maps; the user's writes and hooks run without it.
 */
public final class InMemoryJobStore implements JobStore {

    private static final System.Logger LOG = System.getLogger("dev.forebay.queue");

    private static final Predicate<MemoryRow> CANCELLABLE = row -> row.state.canBecome(JobState.CANCELLED);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryTables tables;
    private final MemoryIntake intake;
    private final List<Consumer<Transaction>> hooks = new CopyOnWriteArrayList<>();

    /** An empty store. */
    public InMemoryJobStore(Clock clock) {
        this.clock = clock;
        this.tables = new MemoryTables(clock);
        this.intake = new MemoryIntake(tables);
    }

    @Override
    public CompletionStage<Enqueued> enqueue(List<NewJob> jobs) {
        return write(() -> intake.enqueue(jobs));
    }

    @Override
    public CompletionStage<Enqueued> replace(List<NewJob> jobs) {
        return write(() -> intake.replace(jobs));
    }

    @Override
    public CompletionStage<Enqueued> compare(List<NewJob> jobs) {
        return read(() -> intake.compare(jobs));
    }

    @Override
    public CompletionStage<Candidates> candidates(int limit, Set<String> known) {
        return read(() -> {
            checkLimit(limit);
            long now = clock.nanoTime();
            List<Candidate> found = tables.ready.stream()
                    .filter(row -> row.isDue(now) && !known.contains(row.job.id()))
                    .limit(limit)
                    .map(MemoryRow::candidate)
                    .toList();
            return new Candidates(found, tables.nextDue(now));
        });
    }

    @Override
    public CompletionStage<Claim> claim(String jobId, String owner, Duration lease) {
        return write(() -> {
            checkLease(lease);
            MemoryRow row = tables.rows.get(jobId);
            long now = clock.nanoTime();
            if (row == null || row.state != JobState.READY || !row.isDue(now)) {
                return new Claim.Lost(jobId, Optional.ofNullable(row).map(found -> found.state));
            }
            tables.move(row, JobState.LEASED);
            row.epoch++;
            row.owner = owner;
            row.reason = null;
            row.atNanos = now + lease.toNanos();
            Counters c = row.counters;
            row.counters = new Counters(c.deliveries() + 1, c.attempts(), c.throttles(), c.crashes());
            return new Claim.Claimed(row.claimed());
        });
    }

    @Override
    public CompletionStage<Set<Lease>> heartbeat(Collection<Lease> leases, Duration lease) {
        return write(() -> {
            checkLease(lease);
            Set<Lease> lost = new HashSet<>();
            for (Lease held : leases) {
                MemoryRow row = tables.rows.get(held.jobId());
                if (row != null && row.isHeldUnder(held)) {
                    row.atNanos = clock.nanoTime() + lease.toNanos();
                } else {
                    lost.add(held);
                }
            }
            return lost;
        });
    }

    @Override
    public CompletionStage<Written> ack(Lease lease, long costMicros, AckWork work) {
        // intentional: the user's work runs between two looks at the job, so that no lock is held while it runs
        Optional<MemoryTransaction> begun = locked(() -> tables.row(lease.jobId())
                .filter(row -> row.adopts(lease))
                .map(row -> new MemoryTransaction(
                        lease.jobId(),
                        row.counters.withAttempts(row.counters.attempts() + 1),
                        row.costMicros + costMicros,
                        this::committed)));
        if (begun.isEmpty()) {
            return read(() -> new Written.Lost(tables.row(lease.jobId()).map(row -> row.state)));
        }
        MemoryTransaction transaction = begun.get();
        try {
            work.write(transaction);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(new SaveFailedException(lease.jobId(), e));
        }
        return write(() -> {
            checkCost(costMicros);
            return tables.finish(lease, costMicros, transaction);
        });
    }

    @Override
    public CompletionStage<Written> keepAnswer(Lease lease, Bytes raw) {
        return underLease(lease, row -> row.answer = raw);
    }

    @Override
    public CompletionStage<Written> release(Lease lease, Ending ending, Duration delay) {
        return underLease(lease, row -> {
            checkDelay(delay);
            tables.move(row, JobState.READY);
            row.raise(ending);
            if (!delay.isZero()) {
                tables.delay(row, delay);
            }
            if (ending.raises() == Ending.Raises.ATTEMPT) {
                tables.remember(row, HistoryEntry.Event.FAILED, ending);
            }
        });
    }

    @Override
    public CompletionStage<Written> bury(Lease lease, Ending cause) {
        return underLease(lease, row -> {
            tables.move(row, JobState.DEAD);
            row.raise(cause);
            tables.remember(row, HistoryEntry.Event.BURIED, cause);
        });
    }

    @Override
    public CompletionStage<Written> hold(Lease lease, Ending reason) {
        return underLease(lease, row -> {
            tables.move(row, JobState.HELD);
            row.raise(reason);
            tables.remember(row, HistoryEntry.Event.HELD, reason);
        });
    }

    @Override
    public CompletionStage<Integer> unholdAll() {
        return moveAll(MemoryTables.in(JobState.HELD), row -> {
            tables.move(row, JobState.READY);
            row.reason = null;
        });
    }

    @Override
    public CompletionStage<Integer> retryDead(Collection<String> jobIds) {
        return moveAll(MemoryTables.in(JobState.DEAD).and(among(jobIds)), tables::retry);
    }

    @Override
    public CompletionStage<Integer> retryAllDead() {
        return moveAll(MemoryTables.in(JobState.DEAD), tables::retry);
    }

    @Override
    public CompletionStage<Integer> cancel(Collection<String> jobIds) {
        return moveAll(CANCELLABLE.and(among(jobIds)), row -> tables.move(row, JobState.CANCELLED));
    }

    @Override
    public CompletionStage<Integer> cancelAll() {
        return moveAll(CANCELLABLE, row -> tables.move(row, JobState.CANCELLED));
    }

    @Override
    public CompletionStage<Integer> reinstate(Collection<String> jobIds) {
        return moveAll(MemoryTables.in(JobState.CANCELLED).and(among(jobIds)), tables::reinstate);
    }

    @Override
    public CompletionStage<Integer> reinstateAll() {
        return moveAll(MemoryTables.in(JobState.CANCELLED), tables::reinstate);
    }

    @Override
    public CompletionStage<Purged> purgeDone(long afterSequence, int limit) {
        return write(() -> {
            checkPurge(limit);
            List<MemoryRow> done =
                    tables.page(JobState.DONE, afterSequence, limit).toList();
            long last = done.isEmpty() ? afterSequence : done.get(done.size() - 1).sequence;
            return new Purged(last, (int) done.stream().filter(MemoryRow::purge).count());
        });
    }

    @Override
    public CompletionStage<Reaped> reapExpired(int limit) {
        return write(() -> {
            checkLimit(limit);
            long now = clock.nanoTime();
            List<String> readyAgain = new ArrayList<>();
            List<String> dead = new ArrayList<>();
            tables.rows.values().stream()
                    .filter(row -> row.state == JobState.LEASED && row.atNanos - now <= 0)
                    .limit(limit)
                    .toList()
                    .forEach(row -> (tables.crash(row) ? dead : readyAgain).add(row.job.id()));
            return new Reaped(readyAgain, dead);
        });
    }

    @Override
    public CompletionStage<Boolean> put(String name, Bytes value) {
        return write(() -> !value.equals(tables.values.put(name, value)));
    }

    @Override
    public void beforeCommit(Consumer<Transaction> hook) {
        hooks.add(hook);
    }

    @Override
    public CompletionStage<JobCounts> counts() {
        return read(() -> new JobCounts(tables.counts));
    }

    @Override
    public CompletionStage<Optional<JobSnapshot>> find(String jobId) {
        return read(() -> tables.row(jobId).map(row -> row.snapshot(clock.nanoTime())));
    }

    @Override
    public CompletionStage<List<JobSnapshot>> jobs(JobState state, long afterSequence, int limit) {
        return read(() -> tables.page(state, afterSequence, limit)
                .map(row -> row.snapshot(clock.nanoTime()))
                .toList());
    }

    @Override
    public CompletionStage<List<DeadLetter>> deadLetters(long afterSequence, int limit) {
        return read(() -> tables.page(JobState.DEAD, afterSequence, limit)
                .map(row -> new DeadLetter(row.snapshot(clock.nanoTime()), row.history()))
                .toList());
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(String jobId) {
        return read(() -> tables.row(jobId).map(MemoryRow::history).orElse(List.of()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> payload(String jobId) {
        return read(() -> tables.row(jobId).filter(row -> !row.purged).map(row -> row.job.payload()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> answer(String jobId) {
        return read(() -> tables.row(jobId).flatMap(row -> Optional.ofNullable(row.answer)));
    }

    @Override
    public CompletionStage<Optional<StoredResult>> result(String jobId) {
        return read(() -> tables.row(jobId).flatMap(row -> Optional.ofNullable(row.result)));
    }

    @Override
    public CompletionStage<List<StoredResult>> results(long afterSequence, int limit) {
        return read(() -> {
            checkLimit(limit);
            return tables.results.tailMap(afterSequence, false).values().stream()
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public CompletionStage<Long> resultsRemoved() {
        return read(() -> tables.resultsRemoved);
    }

    @Override
    public CompletionStage<Optional<Bytes>> value(String name) {
        return CompletableFuture.completedFuture(committed(name));
    }

    /** Has nothing to end. */
    @Override
    public void close() {}

    private CompletionStage<Written> underLease(Lease lease, Consumer<MemoryRow> change) {
        return write(() -> {
            MemoryRow row = tables.rows.get(lease.jobId());
            if (row == null || !row.isHeldUnder(lease)) {
                return new Written.Lost(Optional.ofNullable(row).map(found -> found.state));
            }
            change.accept(row);
            return new Written.Applied();
        });
    }

    private static Predicate<MemoryRow> among(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return row -> ids.contains(row.job.id());
    }

    private CompletionStage<Integer> moveAll(Predicate<MemoryRow> which, Consumer<MemoryRow> change) {
        return write(() -> {
            List<MemoryRow> chosen = tables.rows.values().stream().filter(which).toList();
            chosen.forEach(change);
            return chosen.size();
        });
    }

    private Optional<Bytes> committed(String name) {
        return locked(() -> Optional.ofNullable(tables.values.get(name)));
    }

    private <T> CompletionStage<T> read(Supplier<T> query) {
        try {
            return CompletableFuture.completedFuture(locked(query));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> CompletionStage<T> write(Supplier<T> change) {
        CompletionStage<T> stage = read(change);
        hooks.forEach(this::runHook);
        return stage;
    }

    private void runHook(Consumer<Transaction> hook) {
        MemoryTransaction transaction = new MemoryTransaction("", Counters.ZERO, 0, this::committed);
        try {
            hook.accept(transaction);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a hook before commit failed; its writes are dropped: " + e);
            return;
        }
        locked(() -> {
            tables.values.putAll(transaction.values);
            return tables.values;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
