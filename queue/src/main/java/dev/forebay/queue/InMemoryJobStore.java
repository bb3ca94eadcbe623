package dev.forebay.queue;

import static dev.forebay.queue.StoreArguments.checkBatch;
import static dev.forebay.queue.StoreArguments.checkCost;
import static dev.forebay.queue.StoreArguments.checkDelay;
import static dev.forebay.queue.StoreArguments.checkLease;
import static dev.forebay.queue.StoreArguments.checkLimit;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A store in memory, for tests and for virtual time. It keeps every promise of {@link JobStore} but durability.
 *
 * <p>Thread-safe. Every stage is complete when the method returns, so that one thread and a manual clock can run a whole
 * queue. No method blocks, except for the lock that guards the maps; the user's writes and hooks run without it.
 */
public final class InMemoryJobStore implements JobStore {

    private static final System.Logger LOG = System.getLogger("dev.forebay.queue");

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, MemoryRow> rows = new LinkedHashMap<>();
    private final TreeSet<MemoryRow> ready = new TreeSet<>();
    private final Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    private final List<StoredResult> results = new ArrayList<>();
    private final Map<String, Bytes> values = new HashMap<>();
    private final List<Consumer<Transaction>> hooks = new CopyOnWriteArrayList<>();

    /** An empty store. */
    public InMemoryJobStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Enqueued> enqueue(List<NewJob> jobs) {
        return write(() -> {
            checkBatch(jobs);
            int existing = 0;
            List<String> changed = new ArrayList<>();
            int inserted = 0;
            for (NewJob job : jobs) {
                MemoryRow row = rows.get(job.id());
                if (row == null) {
                    insert(new MemoryRow(job, rows.size() + 1));
                    inserted++;
                } else if (row.job.fingerprint().equals(job.fingerprint())) {
                    existing++;
                } else {
                    changed.add(job.id());
                }
            }
            List<String> ids = changed.stream().limit(Enqueued.CHANGED_IDS_MAX).toList();
            return new Enqueued(inserted, existing, changed.size(), ids);
        });
    }

    @Override
    public CompletionStage<Candidates> candidates(int limit, Set<String> known) {
        return read(() -> {
            checkLimit(limit);
            long now = clock.nanoTime();
            List<Candidate> found = ready.stream()
                    .filter(row -> row.isDue(now) && !known.contains(row.job.id()))
                    .limit(limit)
                    .map(MemoryRow::candidate)
                    .toList();
            Optional<Duration> nextDue = ready.stream()
                    .filter(row -> !row.isDue(now))
                    .map(row -> Duration.ofNanos(row.atNanos - now))
                    .min(Duration::compareTo);
            return new Candidates(found, nextDue);
        });
    }

    @Override
    public CompletionStage<Claim> claim(String jobId, String owner, Duration lease) {
        return write(() -> {
            checkLease(lease);
            MemoryRow row = rows.get(jobId);
            long now = clock.nanoTime();
            if (row == null || row.state != JobState.READY || !row.isDue(now)) {
                return new Claim.Lost(jobId, Optional.ofNullable(row).map(found -> found.state));
            }
            move(row, JobState.LEASED);
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
                MemoryRow row = rows.get(held.jobId());
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
        Optional<MemoryTransaction> begun = locked(() -> row(lease.jobId())
                .filter(row -> row.adopts(lease))
                .map(row -> new MemoryTransaction(
                        lease.jobId(),
                        row.withAttempts(row.counters.attempts() + 1),
                        row.costMicros + costMicros,
                        this::committed)));
        if (begun.isEmpty()) {
            return read(() -> new Written.Lost(row(lease.jobId()).map(row -> row.state)));
        }
        MemoryTransaction transaction = begun.get();
        try {
            work.write(transaction);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(new SaveFailedException(lease.jobId(), e));
        }
        return write(() -> {
            checkCost(costMicros);
            return finish(lease, costMicros, transaction);
        });
    }

    private Written finish(Lease lease, long costMicros, MemoryTransaction transaction) {
        MemoryRow row = rows.get(lease.jobId());
        if (row == null || !row.adopts(lease)) {
            return new Written.Lost(Optional.ofNullable(row).map(found -> found.state));
        }
        boolean held = row.isHeldUnder(lease);
        move(row, JobState.DONE);
        row.counters = row.withAttempts(row.counters.attempts() + 1);
        row.costMicros += costMicros;
        row.reason = null;
        values.putAll(transaction.values);
        if (transaction.answer != null) {
            row.answer = transaction.answer;
        }
        if (transaction.result != null) {
            row.result = new StoredResult(results.size() + 1, row.job.id(), transaction.result);
            results.add(row.result);
        }
        return held ? new Written.Applied() : new Written.Adopted();
    }

    @Override
    public CompletionStage<Written> keepAnswer(Lease lease, Bytes raw) {
        return underLease(lease, row -> row.answer = raw);
    }

    @Override
    public CompletionStage<Written> release(Lease lease, Ending ending, Duration delay) {
        return underLease(lease, row -> {
            checkDelay(delay);
            move(row, JobState.READY);
            row.raise(ending);
            if (!delay.isZero()) {
                row.delayUntil(clock.nanoTime() + delay.toNanos());
            }
            if (ending.raises() == Ending.Raises.ATTEMPT) {
                remember(row, HistoryEntry.Event.FAILED, ending);
            }
        });
    }

    @Override
    public CompletionStage<Written> bury(Lease lease, Ending cause) {
        return underLease(lease, row -> {
            move(row, JobState.DEAD);
            row.raise(cause);
            remember(row, HistoryEntry.Event.BURIED, cause);
        });
    }

    @Override
    public CompletionStage<Written> hold(Lease lease, Ending reason) {
        return underLease(lease, row -> {
            move(row, JobState.HELD);
            row.raise(reason);
            remember(row, HistoryEntry.Event.HELD, reason);
        });
    }

    @Override
    public CompletionStage<Integer> unholdAll() {
        return moveAll(in(JobState.HELD), row -> {
            move(row, JobState.READY);
            row.reason = null;
        });
    }

    @Override
    public CompletionStage<Integer> retryDead(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return moveAll(in(JobState.DEAD).and(row -> ids.contains(row.job.id())), this::retry);
    }

    @Override
    public CompletionStage<Integer> retryAllDead() {
        return moveAll(in(JobState.DEAD), this::retry);
    }

    @Override
    public CompletionStage<Integer> cancel(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return moveAll(
                row -> ids.contains(row.job.id()) && row.state.canBecome(JobState.CANCELLED),
                row -> move(row, JobState.CANCELLED));
    }

    @Override
    public CompletionStage<Reaped> reapExpired(int limit) {
        return write(() -> {
            checkLimit(limit);
            long now = clock.nanoTime();
            List<String> readyAgain = new ArrayList<>();
            List<String> dead = new ArrayList<>();
            rows.values().stream()
                    .filter(row -> row.state == JobState.LEASED && row.atNanos - now <= 0)
                    .limit(limit)
                    .toList()
                    .forEach(row -> (crash(row) ? dead : readyAgain).add(row.job.id()));
            return new Reaped(readyAgain, dead);
        });
    }

    private boolean crash(MemoryRow row) {
        Counters c = row.counters;
        row.counters = new Counters(c.deliveries(), c.attempts(), c.throttles(), c.crashes() + 1);
        boolean dead = row.counters.crashes() >= CRASHES_MAX;
        Ending crash = Ending.uncounted("the lease of " + row.owner + " ran out; crash " + row.counters.crashes());
        move(row, dead ? JobState.DEAD : JobState.READY);
        row.raise(crash);
        remember(row, HistoryEntry.Event.CRASHED, crash);
        return dead;
    }

    private void retry(MemoryRow row) {
        move(row, JobState.READY);
        row.reason = null;
        row.counters = new Counters(row.counters.deliveries(), 0, row.counters.throttles(), 0);
        remember(row, HistoryEntry.Event.RETRIED, Ending.uncounted("retried"));
    }

    @Override
    public CompletionStage<Void> put(String name, Bytes value) {
        return write(() -> values.put(name, value)).thenApply(earlier -> null);
    }

    @Override
    public void beforeCommit(Consumer<Transaction> hook) {
        hooks.add(hook);
    }

    @Override
    public CompletionStage<JobCounts> counts() {
        return read(() -> new JobCounts(counts));
    }

    @Override
    public CompletionStage<Optional<JobSnapshot>> find(String jobId) {
        return read(() -> row(jobId).map(row -> row.snapshot(clock.nanoTime())));
    }

    @Override
    public CompletionStage<List<JobSnapshot>> jobs(JobState state, long afterSequence, int limit) {
        return read(() -> page(state, afterSequence, limit)
                .map(row -> row.snapshot(clock.nanoTime()))
                .toList());
    }

    @Override
    public CompletionStage<List<DeadLetter>> deadLetters(long afterSequence, int limit) {
        return read(() -> page(JobState.DEAD, afterSequence, limit)
                .map(row -> new DeadLetter(row.snapshot(clock.nanoTime()), row.history()))
                .toList());
    }

    @Override
    public CompletionStage<Optional<Bytes>> payload(String jobId) {
        return read(() -> row(jobId).map(row -> row.job.payload()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> answer(String jobId) {
        return read(() -> row(jobId).flatMap(row -> Optional.ofNullable(row.answer)));
    }

    @Override
    public CompletionStage<Optional<StoredResult>> result(String jobId) {
        return read(() -> row(jobId).flatMap(row -> Optional.ofNullable(row.result)));
    }

    @Override
    public CompletionStage<List<StoredResult>> results(long afterSequence, int limit) {
        return read(() -> {
            checkLimit(limit);
            return results.stream()
                    .skip(Math.max(0, afterSequence))
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public CompletionStage<Optional<Bytes>> value(String name) {
        return CompletableFuture.completedFuture(committed(name));
    }

    /** Has nothing to end. */
    @Override
    public void close() {}

    private void insert(MemoryRow row) {
        rows.put(row.job.id(), row);
        ready.add(row);
        counts.merge(JobState.READY, 1L, Long::sum);
    }

    private void move(MemoryRow row, JobState next) {
        counts.merge(row.state, -1L, Long::sum);
        row.become(next);
        counts.merge(next, 1L, Long::sum);
        if (next == JobState.READY) {
            ready.add(row);
        } else {
            ready.remove(row);
        }
    }

    private void remember(MemoryRow row, HistoryEntry.Event event, Ending ending) {
        row.remember(new HistoryEntry(clock.instant(), row.epoch, event, ending.reason(), ending.costMicros()));
    }

    private CompletionStage<Written> underLease(Lease lease, Consumer<MemoryRow> change) {
        return write(() -> {
            MemoryRow row = rows.get(lease.jobId());
            if (row == null || !row.isHeldUnder(lease)) {
                return new Written.Lost(Optional.ofNullable(row).map(found -> found.state));
            }
            change.accept(row);
            return new Written.Applied();
        });
    }

    private CompletionStage<Integer> moveAll(Predicate<MemoryRow> which, Consumer<MemoryRow> change) {
        return write(() -> {
            List<MemoryRow> chosen = rows.values().stream().filter(which).toList();
            chosen.forEach(change);
            return chosen.size();
        });
    }

    private Stream<MemoryRow> page(JobState state, long afterSequence, int limit) {
        checkLimit(limit);
        return rows.values().stream()
                .filter(in(state).and(row -> row.sequence > afterSequence))
                .limit(limit);
    }

    private Optional<MemoryRow> row(String jobId) {
        return Optional.ofNullable(rows.get(jobId));
    }

    private Optional<Bytes> committed(String name) {
        return locked(() -> Optional.ofNullable(values.get(name)));
    }

    private static Predicate<MemoryRow> in(JobState state) {
        return row -> row.state == state;
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
            values.putAll(transaction.values);
            return values;
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
