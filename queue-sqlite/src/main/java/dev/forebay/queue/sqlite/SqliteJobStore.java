package dev.forebay.queue.sqlite;

import static dev.forebay.queue.StoreArguments.checkBatch;
import static dev.forebay.queue.StoreArguments.checkCost;
import static dev.forebay.queue.StoreArguments.checkDelay;
import static dev.forebay.queue.StoreArguments.checkLease;
import static dev.forebay.queue.StoreArguments.checkLimit;
import static dev.forebay.queue.StoreArguments.checkPurge;

import dev.forebay.queue.AckWork;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidates;
import dev.forebay.queue.Claim;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.Ending;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Purged;
import dev.forebay.queue.Reaped;
import dev.forebay.queue.StoredResult;
import dev.forebay.queue.Transaction;
import dev.forebay.queue.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A {@link JobStore} in one SQLite file. An ack is on disk when its stage completes: write-ahead log with
 * {@code synchronous=FULL}, and one commit for all writes that gathered while the disk was busy.
 *
 * <p>One process writes; a second is refused with {@link StoreLockedException}. Any number may read
 * ({@link #openReadOnly}). Whoever opens the store for writing takes over the leases of whoever had it before, each with
 * one more crash. The file must be on a local disk; it and its side files are readable by their owner only.
 *
 * <p>Thread-safe. Writes block while {@value Writer#WAITING_MAX} of them wait; reads never block, but fail while
 * {@value Readers#WAITING_MAX} of them wait. Stages complete on one thread of the store, unless an executor was given.
 * A failed disk (full, broken, gone) stops the store: see {@link dev.forebay.queue.StoreFailedException}.
 */
public final class SqliteJobStore implements JobStore {

    private final Opened opened;
    private final Writer writer;
    private final SqliteReader reader;
    private final Intake intake;
    private final Leases leases;
    private final Reaper reaper;
    private final Revival revival;

    SqliteJobStore(Opened opened, StoreTime time) {
        this.opened = opened;
        this.writer = opened.writer();
        this.reader = opened.reader();
        this.intake = new Intake(time, writer.moves());
        this.leases = new Leases(time, writer.moves(), writer.claimed());
        this.reaper = new Reaper(time, writer.moves());
        this.revival = new Revival(time, writer.moves());
    }

    /** Opens a store for writing, with the defaults; makes it if there is none. Blocks while it opens. */
    public static SqliteJobStore open(Path file) {
        return at(file).open();
    }

    /** Opens a store that is there for reading only. Blocks while it opens. */
    public static JobReader openReadOnly(Path file) {
        return at(file).openReadOnly();
    }

    /** A store at this place, not opened yet. */
    public static SqliteStoreBuilder at(Path file) {
        return new SqliteStoreBuilder(file);
    }

    @Override
    public CompletionStage<Enqueued> enqueue(List<NewJob> jobs) {
        List<NewJob> batch = List.copyOf(jobs);
        return writer.submit(handle -> {
            checkBatch(batch);
            return intake.enqueue(handle, batch);
        });
    }

    @Override
    public CompletionStage<Enqueued> replace(List<NewJob> jobs) {
        List<NewJob> batch = List.copyOf(jobs);
        return writer.submit(handle -> {
            checkBatch(batch);
            return intake.replace(handle, batch);
        });
    }

    @Override
    public CompletionStage<Enqueued> compare(List<NewJob> jobs) {
        return reader.compare(jobs);
    }

    @Override
    public CompletionStage<Candidates> candidates(int limit, Set<String> known) {
        return reader.candidates(limit, known);
    }

    @Override
    public CompletionStage<Claim> claim(String jobId, String owner, Duration lease) {
        return writer.submitWhole(handle -> {
            checkLease(lease);
            return leases.claim(handle, jobId, owner, lease);
        });
    }

    @Override
    public CompletionStage<Set<Lease>> heartbeat(Collection<Lease> held, Duration lease) {
        Set<Lease> beaten = Set.copyOf(held);
        return writer.submit(handle -> {
            checkLease(lease);
            return leases.heartbeat(handle, beaten, lease);
        });
    }

    @Override
    public CompletionStage<Written> ack(Lease lease, long costMicros, AckWork work) {
        return writer.submitWhole(handle -> {
            checkCost(costMicros);
            return leases.ack(handle, lease, costMicros, work);
        });
    }

    @Override
    public CompletionStage<Written> keepAnswer(Lease lease, Bytes raw) {
        return writer.submit(handle -> leases.keepAnswer(handle, lease, raw));
    }

    @Override
    public CompletionStage<Written> release(Lease lease, Ending ending, Duration delay) {
        return writer.submit(handle -> {
            checkDelay(delay);
            return leases.release(handle, lease, ending, delay);
        });
    }

    @Override
    public CompletionStage<Written> bury(Lease lease, Ending cause) {
        return writer.submit(handle -> leases.bury(handle, lease, cause));
    }

    @Override
    public CompletionStage<Written> hold(Lease lease, Ending reason) {
        return writer.submit(handle -> leases.hold(handle, lease, reason));
    }

    @Override
    public CompletionStage<Integer> unholdAll() {
        return writer.submit(revival::unholdAll);
    }

    @Override
    public CompletionStage<Integer> retryDead(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return writer.submit(handle -> {
            checkBatch(ids);
            return revival.retryDead(handle, ids);
        });
    }

    @Override
    public CompletionStage<Integer> retryAllDead() {
        return writer.submit(revival::retryAllDead);
    }

    @Override
    public CompletionStage<Integer> cancel(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return writer.submit(handle -> {
            checkBatch(ids);
            return revival.cancel(handle, ids);
        });
    }

    @Override
    public CompletionStage<Integer> cancelAll() {
        return writer.submit(revival::cancelAll);
    }

    @Override
    public CompletionStage<Integer> reinstate(Collection<String> jobIds) {
        Set<String> ids = Set.copyOf(jobIds);
        return writer.submit(handle -> {
            checkBatch(ids);
            return revival.reinstate(handle, ids);
        });
    }

    @Override
    public CompletionStage<Integer> reinstateAll() {
        return writer.submit(revival::reinstateAll);
    }

    @Override
    public CompletionStage<Purged> purgeDone(long afterSequence, int limit) {
        return writer.submit(handle -> {
            checkPurge(limit);
            return Purge.done(handle, afterSequence, limit);
        });
    }

    @Override
    public CompletionStage<Reaped> reapExpired(int limit) {
        return writer.submit(handle -> {
            checkLimit(limit);
            return reaper.reapExpired(handle, limit);
        });
    }

    @Override
    public CompletionStage<Boolean> put(String name, Bytes value) {
        return writer.submit(handle -> SqliteTransaction.put(handle, name, value));
    }

    @Override
    public void beforeCommit(Consumer<Transaction> hook) {
        writer.beforeCommit(hook);
    }

    @Override
    public CompletionStage<JobCounts> counts() {
        return reader.counts();
    }

    @Override
    public CompletionStage<Optional<JobSnapshot>> find(String jobId) {
        return reader.find(jobId);
    }

    @Override
    public CompletionStage<List<JobSnapshot>> jobs(JobState state, long afterSequence, int limit) {
        return reader.jobs(state, afterSequence, limit);
    }

    @Override
    public CompletionStage<List<DeadLetter>> deadLetters(long afterSequence, int limit) {
        return reader.deadLetters(afterSequence, limit);
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(String jobId) {
        return reader.history(jobId);
    }

    @Override
    public CompletionStage<Optional<Bytes>> payload(String jobId) {
        return reader.payload(jobId);
    }

    @Override
    public CompletionStage<Optional<Bytes>> answer(String jobId) {
        return reader.answer(jobId);
    }

    @Override
    public CompletionStage<Optional<StoredResult>> result(String jobId) {
        return reader.result(jobId);
    }

    @Override
    public CompletionStage<List<StoredResult>> results(long afterSequence, int limit) {
        return reader.results(afterSequence, limit);
    }

    @Override
    public CompletionStage<Long> resultsRemoved() {
        return reader.resultsRemoved();
    }

    @Override
    public CompletionStage<Optional<Bytes>> value(String name) {
        return reader.value(name);
    }

    /** Commits what waits, completes its stages, and gives the store free for the next process. */
    @Override
    public void close() {
        opened.close();
    }

    /** Runs any command on the connection that writes: for the tests of this package, which plant faults there. */
    <T> CompletionStage<T> submit(Command.Work<T> work) {
        return writer.submit(work);
    }
}
