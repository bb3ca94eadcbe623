package dev.forebay.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One job of {@link InMemoryJobStore}. Guarded by the store's lock. */
final class MemoryRow implements Comparable<MemoryRow> {

    final long sequence;
    NewJob job;
    int byteCount;
    boolean purged;
    private final Deque<HistoryEntry> history = new ArrayDeque<>();
    JobState state = JobState.READY;
    Counters counters = Counters.ZERO;
    long epoch;
    /** Leases up to this epoch were given for an earlier request. */
    private long staleEpoch;
    /** When a ready job is due, or a lease runs out, on the monotonic clock. */
    long atNanos;

    boolean delayed;
    long costMicros;

    @Nullable String reason;

    @Nullable String owner;

    @Nullable Bytes answer;

    @Nullable StoredResult result;

    MemoryRow(NewJob job, long sequence) {
        this.job = job;
        this.byteCount = job.payload().size();
        this.sequence = sequence;
    }

    boolean isDue(long nowNanos) {
        return !delayed || atNanos - nowNanos <= 0;
    }

    /** Whether the lease is the one in force. */
    boolean isHeldUnder(Lease lease) {
        return state == JobState.LEASED && epoch == lease.epoch();
    }

    /** Whether an ack under this lost lease is still welcome. */
    boolean adopts(Lease lease) {
        return state.isOpen() && lease.epoch() > staleEpoch && lease.epoch() <= epoch;
    }

    /** Takes another request in place of its own, as if it had never been worked on; the next state is up to the caller. */
    void replace(NewJob other) {
        job = other;
        byteCount = other.payload().size();
        purged = false;
        counters = Counters.ZERO;
        staleEpoch = epoch;
        reason = null;
        answer = null;
        result = null;
    }

    /** Whether there was anything to throw away. */
    boolean purge() {
        boolean had = !purged;
        job = new NewJob(job.id(), job.priority(), Bytes.empty(), job.fingerprint());
        purged = true;
        answer = null;
        history.clear();
        return had;
    }

    void become(JobState next) {
        if (state != next && !state.canBecome(next)) {
            throw new IllegalStateException(state + " cannot become " + next);
        }
        state = next;
        delayed = false;
        if (next != JobState.LEASED) {
            owner = null;
        }
    }

    void delayUntil(long nanos) {
        delayed = true;
        atNanos = nanos;
    }

    void raise(Ending ending) {
        costMicros += ending.costMicros();
        reason = ending.reason();
        counters = ending.raise(counters);
    }

    void remember(HistoryEntry entry) {
        if (history.size() == JobStore.HISTORY_MAX) {
            history.removeFirst();
        }
        history.addLast(entry);
    }

    List<HistoryEntry> history() {
        return new ArrayList<>(history);
    }

    Candidate candidate() {
        return new Candidate(job.id(), sequence, job.priority(), byteCount, answer != null, counters);
    }

    Job claimed() {
        return new Job(
                new Lease(job.id(), epoch),
                sequence,
                job.priority(),
                job.payload(),
                counters,
                costMicros,
                Optional.ofNullable(answer));
    }

    JobSnapshot snapshot(long nowNanos) {
        Duration delay = isDue(nowNanos) ? Duration.ZERO : Duration.ofNanos(atNanos - nowNanos);
        return new JobSnapshot(
                job.id(),
                sequence,
                state,
                job.priority(),
                byteCount,
                counters,
                epoch,
                delay,
                costMicros,
                Optional.ofNullable(reason),
                Optional.ofNullable(owner));
    }

    @Override
    public int compareTo(MemoryRow other) {
        int byPriority = job.priority().compareTo(other.job.priority());
        return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
    }
}
