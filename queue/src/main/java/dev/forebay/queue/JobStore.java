package dev.forebay.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A durable set of jobs: the one place where the state of a job changes.
 *
 * <p><b>For every method that writes.</b> Atomic: all of it or nothing. Durable: when the stage completes normally, the
 * write survives the death of the process and, where the store says so, of the machine; a durable store never completes
 * a stage before its commit. Ordered: writes take effect in the order in which they were asked for by one thread.
 * On a crash before completion the write may or may not have happened, as a whole. Stages fail with
 * {@link StoreFailedException} when the store has stopped; an exception of the caller's own doing
 * ({@link IllegalArgumentException}, {@link SaveFailedException}) fails that stage alone.
 *
 * <p><b>Fencing.</b> Every write under a {@link Lease} takes effect only while the job is {@link JobState#LEASED} under
 * exactly that epoch; otherwise it changes nothing and says {@link Written.Lost}. So a second call, or a call by a worker
 * that was thought dead, is harmless. The one exception is {@link #ack}: an answer that was paid for is adopted.
 *
 * <p><b>Time.</b> Leases and delays are durations from now, measured by the clock of the store, never by the caller's.
 *
 * <p>Thread-safe. Methods do not wait for the disk, but may block for a moment while too many writes are waiting; a store
 * says so. Stages may complete on a thread of the store: what depends on them must be short or go elsewhere.
 */
public interface JobStore extends JobReader {

    /**
     * Crashes after which a job is given up: a job that kills its worker must not do so for ever. Many, since all calls in
     * flight share each crash and at most one of them is guilty.
     */
    int CRASHES_MAX = 25;

    /** Entries of history kept per job: enough for twice the usual number of attempts and crashes. */
    int HISTORY_MAX = 20;

    /** Jobs in one batch: bounds the memory and the length of one transaction. */
    int BATCH_MAX = 10_000;

    /**
     * Adds jobs, in order, and gives each new one the next sequence. Idempotent by id: a job that is there with the same
     * fingerprint stays as it is, whatever its state; one with another fingerprint stays as it is and is reported.
     *
     * @param jobs at most {@value #BATCH_MAX}; the same id twice counts as there before
     */
    CompletionStage<Enqueued> enqueue(List<NewJob> jobs);

    /**
     * As {@link #enqueue}, but a job that is there with another fingerprint is replaced, whatever its state: it gets the new
     * payload, fingerprint and priority, keeps its place, its history and what it has cost, loses its result and its
     * answer, and is {@link JobState#READY} with fresh counters. A lease in force is lost, and an answer under it is not
     * adopted: it answers another question. {@link JobReader#resultsRemoved} grows in the same commit.
     *
     * @param jobs as in {@link #enqueue}; of the same id twice, each is taken in turn
     * @return as of {@link #enqueue}; the changed jobs are the replaced ones
     */
    CompletionStage<Enqueued> replace(List<NewJob> jobs);

    /**
     * Looks for ready jobs that are due, in the order of priority and sequence, without claiming them. Changes nothing;
     * nothing keeps another worker from claiming one meanwhile.
     *
     * @param limit at most so many; 1 or more
     * @param known ids to leave out, because the caller has them in hand
     */
    CompletionStage<Candidates> candidates(int limit, Set<String> known);

    /**
     * Claims one job that is ready and due: state {@link JobState#LEASED}, epoch and deliveries one higher. Of any number
     * of concurrent claims one wins. On a crash after the commit the lease runs out and the job is reaped.
     *
     * @param owner who claims; new for each start of a process
     * @param lease how long the claim lasts without a heartbeat; more than zero
     */
    CompletionStage<Claim> claim(String jobId, String owner, Duration lease);

    /**
     * Prolongs leases to a full duration from now. Idempotent.
     *
     * @param lease as in {@link #claim}
     * @return the leases that are lost; the others are prolonged
     */
    CompletionStage<Set<Lease>> heartbeat(Collection<Lease> leases, Duration lease);

    /**
     * Finishes a job: state {@link JobState#DONE}, attempts one higher, the cost added, and whatever {@code work} writes,
     * all in one transaction. If the lease was lost while the job is still open, the answer is adopted all the same,
     * unless an earlier one won. If {@code work} throws, nothing of this ack is written, the stage fails with
     * {@link SaveFailedException}, and the job stays leased; acks of other jobs in the same commit are not touched.
     *
     * @param costMicros what this attempt cost, in millionths of a dollar; zero or more
     */
    CompletionStage<Written> ack(Lease lease, long costMicros, AckWork work);

    /**
     * Keeps the raw answer of a call before anything is made of it, so that a failure in the making never pays twice:
     * the next delivery finds it in {@link Job#answer}. The lease stays in force. A later answer replaces an earlier one.
     */
    CompletionStage<Written> keepAnswer(Lease lease, Bytes raw);

    /**
     * Gives a job back: state {@link JobState#READY}, due after {@code delay}, in its own place in the order.
     *
     * @param delay zero or more
     */
    CompletionStage<Written> release(Lease lease, Ending ending, Duration delay);

    /** Gives a job up: state {@link JobState#DEAD}, with the cause. */
    CompletionStage<Written> bury(Lease lease, Ending cause);

    /** Holds a job for a reason outside it: state {@link JobState#HELD}, until {@link #unholdAll}. */
    CompletionStage<Written> hold(Lease lease, Ending reason);

    /** Makes all held jobs ready and due. Idempotent. @return how many */
    CompletionStage<Integer> unholdAll();

    /**
     * Makes dead jobs ready again, with fresh budgets: attempts and crashes start at zero; history and cost stay.
     * Idempotent: ids that are not dead are passed over.
     *
     * @param jobIds at most {@value #BATCH_MAX}
     * @return how many
     */
    CompletionStage<Integer> retryDead(Collection<String> jobIds);

    /** As {@link #retryDead}, for all dead jobs. @return how many */
    CompletionStage<Integer> retryAllDead();

    /**
     * Takes jobs back that are ready or held: state {@link JobState#CANCELLED}. Idempotent: others are passed over.
     *
     * @param jobIds at most {@value #BATCH_MAX}
     * @return how many
     */
    CompletionStage<Integer> cancel(Collection<String> jobIds);

    /** As {@link #cancel}, for all jobs that are ready or held. @return how many */
    CompletionStage<Integer> cancelAll();

    /**
     * Takes cancellations back: state {@link JobState#READY}, due at once. Idempotent: ids that are not cancelled are passed
     * over.
     *
     * @param jobIds at most {@value #BATCH_MAX}
     * @return how many
     */
    CompletionStage<Integer> reinstate(Collection<String> jobIds);

    /** As {@link #reinstate}, for all cancelled jobs. @return how many */
    CompletionStage<Integer> reinstateAll();

    /**
     * Throws away what a finished job needs no more: payload, raw answer and history of jobs that are
     * {@link JobState#DONE}. State, fingerprint, counters, cost and result stay. Idempotent.
     *
     * @param afterSequence 0 to begin, then where the last call ended
     * @param limit looks at so many finished jobs at most; 1 to {@value #BATCH_MAX}
     */
    CompletionStage<Purged> purgeDone(long afterSequence, int limit);

    /**
     * Takes back leases that have run out: crashes one higher, and {@link JobState#READY}, or {@link JobState#DEAD} at
     * {@value #CRASHES_MAX} crashes. Conditional on the epoch it saw, so a heartbeat or an ack that comes first wins.
     * Idempotent.
     *
     * @param limit at most so many; 1 or more
     */
    CompletionStage<Reaped> reapExpired(int limit);

    /** Stores a small named value, in place of an earlier one. Idempotent. @return whether it is another than before */
    CompletionStage<Boolean> put(String name, Bytes value);

    /**
     * Lets {@code hook} write into every commit from now on, after all else in it: so that what the limiter knows is
     * stored together with the work that it let through. A hook that throws is logged and its writes are dropped; the
     * commit goes on.
     *
     * @param hook runs on the thread that writes; must be short, must not block, must not call the store
     */
    void beforeCommit(Consumer<Transaction> hook);
}
