package dev.forebay.queue.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.queue.AckWork;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Written;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** What the parts of the suite share. Confined to one thread. */
public interface StoreFixture {

    /** A lease as in production. */
    Duration LEASE = Duration.ofSeconds(60);

    /** Long enough for the slowest disk; a stage that takes longer hangs. */
    long PATIENCE_SECONDS = 30;

    /** The store of this test. */
    JobStore store();

    /** Closes the store and opens it again. */
    JobStore reopen() throws Exception;

    /** The clock of the store. */
    ManualClock clock();

    /** What the store can do. */
    Set<Ability> abilities();

    /** Lets time pass for the store. */
    default void letTimePass(Duration duration) {
        clock().advance(duration);
    }

    /** Skips the test, and says so, if the store lacks an ability. */
    default void needs(Ability ability) {
        if (!abilities().contains(ability)) {
            System.out.println("skipped by " + getClass().getSimpleName() + ": needs " + ability);
            Assumptions.abort("needs " + ability);
        }
    }

    /** The outcome of a stage. */
    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the stage failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the stage did not complete", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What a stage failed with. */
    static Throwable failure(CompletionStage<?> stage) {
        try {
            Object value = stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("the stage completed with " + value);
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the stage did not complete", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A job whose payload names it. */
    static NewJob job(String id) {
        return NewJob.of(id, Bytes.utf8("payload of " + id));
    }

    /** Enqueues jobs under these ids. */
    default void enqueue(String... ids) {
        List<NewJob> jobs = new ArrayList<>();
        for (String id : ids) {
            jobs.add(job(id));
        }
        assertEquals(ids.length, get(store().enqueue(jobs)).inserted());
    }

    /** Claims a job that can be claimed. */
    default Job claim(String id) {
        return assertInstanceOf(Claim.Claimed.class, get(store().claim(id, "worker", LEASE)))
                .job();
    }

    /** Enqueues and claims. */
    default Lease leased(String id) {
        enqueue(id);
        return claim(id).lease();
    }

    /** A job that is there. */
    default JobSnapshot find(String id) {
        return get(store().find(id)).orElseThrow();
    }

    /** The ids of the candidates, in order. */
    default List<String> candidateIds() {
        return get(store().candidates(100, Set.of())).jobs().stream()
                .map(candidate -> candidate.id())
                .toList();
    }

    /** Stores a text as the result. */
    static AckWork storing(String text) {
        return transaction -> transaction.storeResult(Bytes.utf8(text));
    }

    /** Checks that a write took effect. */
    static void applied(CompletionStage<Written> stage) {
        assertEquals(new Written.Applied(), get(stage));
    }

    /** Checks that a write was refused, and what it said of the job. */
    static void lost(JobState state, CompletionStage<Written> stage) {
        Written.Lost lost = assertInstanceOf(Written.Lost.class, get(stage));
        assertEquals(state, lost.state().orElseThrow());
    }
}
