package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.lost;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.queue.Counters;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.Ending;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Lease;
import dev.forebay.queue.Reaped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases that run out. Confined to one thread. */
public interface ReaperContract extends StoreFixture {

    @Test
    default void onlyALeaseThatRanOutIsReaped() {
        Lease lease = leased("a");
        letTimePass(LEASE.minusMillis(1));
        assertEquals(new Reaped(List.of(), List.of()), get(store().reapExpired(10)));
        letTimePass(Duration.ofMillis(1));
        assertEquals(new Reaped(List.of("a"), List.of()), get(store().reapExpired(10)));
        assertEquals(new Reaped(List.of(), List.of()), get(store().reapExpired(10)));
        assertEquals(JobState.READY, find("a").state());
        assertEquals(new Counters(1, 0, 0, 1), find("a").counters());
        assertEquals(List.of("a"), candidateIds());
        lost(JobState.READY, store().release(lease, Ending.attempt("late"), Duration.ZERO));
    }

    @Test
    default void aFinishedJobIsNotReaped() {
        applied(store().ack(leased("a"), 0, storing("done")));
        letTimePass(LEASE.multipliedBy(2));
        assertEquals(new Reaped(List.of(), List.of()), get(store().reapExpired(10)));
    }

    @Test
    default void theReaperTakesABoundedBatch() {
        for (int i = 0; i < 5; i++) {
            leased("job" + i);
        }
        letTimePass(LEASE);
        assertEquals(2, get(store().reapExpired(2)).ready().size());
        assertEquals(3, get(store().reapExpired(10)).ready().size());
        assertEquals(List.of("job0", "job1", "job2", "job3", "job4"), candidateIds());
    }

    @Test
    default void aJobThatKeepsCrashingIsGivenUpWithEvidence() {
        enqueue("a");
        for (int crash = 1; crash < JobStore.CRASHES_MAX; crash++) {
            claim("a");
            letTimePass(LEASE);
            assertEquals(List.of("a"), get(store().reapExpired(10)).ready());
        }
        claim("a");
        letTimePass(LEASE);
        assertEquals(new Reaped(List.of(), List.of("a")), get(store().reapExpired(10)));
        DeadLetter dead = get(store().deadLetters(0, 1)).get(0);
        assertEquals(
                new Counters(JobStore.CRASHES_MAX, 0, 0, JobStore.CRASHES_MAX),
                dead.job().counters());
        assertEquals(
                Math.min(JobStore.CRASHES_MAX, JobStore.HISTORY_MAX),
                dead.history().size());
        assertEquals(HistoryEntry.Event.CRASHED, dead.history().get(0).event());
        assertEquals(1, get(store().retryAllDead()));
        assertEquals(0, find("a").counters().crashes());
    }
}
