package dev.forebay.queue.sqlite;

import static dev.forebay.queue.StoreArguments.checkBatch;
import static dev.forebay.queue.StoreArguments.checkLimit;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidates;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoredResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The reading half of the store. Thread-safe. */
final class SqliteReader implements JobReader {

    private final Readers readers;
    private final StoreTime time;
    private final Callbacks callbacks;

    SqliteReader(Readers readers, StoreTime time, Callbacks callbacks) {
        this.readers = readers;
        this.time = time;
        this.callbacks = callbacks;
    }

    /** Where stages complete. */
    Callbacks callbacks() {
        return callbacks;
    }

    CompletionStage<Candidates> candidates(int limit, Set<String> known) {
        Set<String> handed = Set.copyOf(known);
        return limited(limit, handle -> Queries.candidates(handle, time, limit, handed));
    }

    @Override
    public CompletionStage<JobCounts> counts() {
        return readers.read(Queries::counts);
    }

    @Override
    public CompletionStage<Optional<JobSnapshot>> find(String jobId) {
        return readers.read(handle -> Queries.find(handle, time, jobId));
    }

    @Override
    public CompletionStage<List<JobSnapshot>> jobs(JobState state, long afterSequence, int limit) {
        return limited(limit, handle -> Queries.jobs(handle, time, state, afterSequence, limit));
    }

    @Override
    public CompletionStage<List<DeadLetter>> deadLetters(long afterSequence, int limit) {
        return limited(limit, handle -> Queries.deadLetters(handle, time, afterSequence, limit));
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(String jobId) {
        return readers.read(handle -> Queries.history(handle, jobId));
    }

    @Override
    public CompletionStage<Enqueued> compare(List<NewJob> jobs) {
        List<NewJob> batch = List.copyOf(jobs);
        return checked(() -> checkBatch(batch), handle -> Intake.compare(handle, batch));
    }

    @Override
    public CompletionStage<Optional<Bytes>> payload(String jobId) {
        return readers.read(handle -> Queries.payload(handle, jobId));
    }

    @Override
    public CompletionStage<Optional<Bytes>> answer(String jobId) {
        return readers.read(handle -> Queries.answer(handle, jobId));
    }

    @Override
    public CompletionStage<Optional<StoredResult>> result(String jobId) {
        return readers.read(handle -> Queries.result(handle, jobId));
    }

    @Override
    public CompletionStage<List<StoredResult>> results(long afterSequence, int limit) {
        return limited(limit, handle -> Queries.results(handle, afterSequence, limit));
    }

    @Override
    public CompletionStage<Long> resultsRemoved() {
        return readers.read(Queries::resultsRemoved);
    }

    @Override
    public CompletionStage<Optional<Bytes>> value(String name) {
        return readers.read(handle -> SqliteTransaction.value(handle, name));
    }

    @Override
    public void close() {
        readers.close();
        callbacks.close();
    }

    private <T> CompletionStage<T> limited(int limit, Function<Handle, T> query) {
        return checked(() -> checkLimit(limit), query);
    }

    private <T> CompletionStage<T> checked(Runnable check, Function<Handle, T> query) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return readers.read(query);
    }
}
