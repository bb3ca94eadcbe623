package dev.forebay.queue;

import static dev.forebay.queue.StoreArguments.checkLimit;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@link InMemoryJobStore} holds, and the changes that touch more than one of its maps. Guarded by the store's lock. */
final class MemoryTables {

    final Map<String, MemoryRow> rows = new LinkedHashMap<>();
    final TreeSet<MemoryRow> ready = new TreeSet<>();
    private final Set<MemoryRow> delayed = new HashSet<>();
    final Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    final NavigableMap<Long, StoredResult> results = new TreeMap<>();
    private long resultsStored;
    long resultsRemoved;
    final Map<String, Bytes> values = new HashMap<>();
    private final Clock clock;

    MemoryTables(Clock clock) {
        this.clock = clock;
    }

    void insert(MemoryRow row) {
        rows.put(row.job.id(), row);
        ready.add(row);
        counts.merge(JobState.READY, 1L, Long::sum);
    }

    void move(MemoryRow row, JobState next) {
        counts.merge(row.state, -1L, Long::sum);
        row.become(next);
        delayed.remove(row);
        counts.merge(next, 1L, Long::sum);
        if (next == JobState.READY) {
            ready.add(row);
        } else {
            ready.remove(row);
        }
    }

    void delay(MemoryRow row, Duration delay) {
        row.delayUntil(clock.nanoTime() + delay.toNanos());
        delayed.add(row);
    }

    Optional<Duration> nextDue(long nowNanos) {
        return delayed.stream()
                .filter(row -> !row.isDue(nowNanos))
                .map(row -> Duration.ofNanos(row.atNanos - nowNanos))
                .min(Duration::compareTo);
    }

    Written finish(Lease lease, long costMicros, MemoryTransaction transaction) {
        MemoryRow row = rows.get(lease.jobId());
        if (row == null || !row.adopts(lease)) {
            return new Written.Lost(Optional.ofNullable(row).map(found -> found.state));
        }
        boolean held = row.isHeldUnder(lease);
        move(row, JobState.DONE);
        row.counters = row.counters.withAttempts(row.counters.attempts() + 1);
        row.costMicros += costMicros;
        row.reason = null;
        values.putAll(transaction.values);
        if (transaction.answer != null) {
            row.answer = transaction.answer;
        }
        if (transaction.result != null) {
            resultsStored++;
            row.result = new StoredResult(resultsStored, row.job.id(), transaction.result);
            results.put(resultsStored, row.result);
        }
        return held ? new Written.Applied() : new Written.Adopted();
    }

    boolean crash(MemoryRow row) {
        Counters c = row.counters;
        row.counters = new Counters(c.deliveries(), c.attempts(), c.throttles(), c.crashes() + 1);
        boolean dead = row.counters.crashes() >= JobStore.CRASHES_MAX;
        Ending crash = Ending.uncounted("the lease of " + row.owner + " ran out; crash " + row.counters.crashes());
        move(row, dead ? JobState.DEAD : JobState.READY);
        row.raise(crash);
        remember(row, HistoryEntry.Event.CRASHED, crash);
        return dead;
    }

    void retry(MemoryRow row) {
        move(row, JobState.READY);
        row.reason = null;
        row.counters = new Counters(row.counters.deliveries(), 0, row.counters.throttles(), 0);
        remember(row, HistoryEntry.Event.RETRIED, Ending.uncounted("retried"));
    }

    void replace(MemoryRow row, NewJob other) {
        StoredResult removed = row.result;
        if (removed != null) {
            results.remove(removed.commitSequence());
            resultsRemoved++;
        }
        // The order of the ready jobs rests on the priority: out before it changes, in afterwards.
        ready.remove(row);
        row.replace(other);
        move(row, JobState.READY);
        remember(row, HistoryEntry.Event.REPLACED, Ending.uncounted("another request"));
    }

    void reinstate(MemoryRow row) {
        move(row, JobState.READY);
        row.reason = null;
        remember(row, HistoryEntry.Event.RETRIED, Ending.uncounted("reinstated"));
    }

    void remember(MemoryRow row, HistoryEntry.Event event, Ending ending) {
        row.remember(new HistoryEntry(clock.instant(), row.epoch, event, ending.reason(), ending.costMicros()));
    }

    Stream<MemoryRow> page(JobState state, long afterSequence, int limit) {
        checkLimit(limit);
        return rows.values().stream()
                .filter(in(state).and(row -> row.sequence > afterSequence))
                .limit(limit);
    }

    Optional<MemoryRow> row(String jobId) {
        return Optional.ofNullable(rows.get(jobId));
    }

    static Predicate<MemoryRow> in(JobState state) {
        return row -> row.state == state;
    }
}
