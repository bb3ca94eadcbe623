package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Purged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person does to jobs that no worker has: cancel, reinstate, purge. Confined to one thread. */
public interface PersonContract extends StoreFixture {

    @Test
    default void allThatWaitsCanBeCancelled() {
        enqueue("ready", "delayed", "held", "leased", "done", "dead");
        applied(store().release(claim("delayed").lease(), Ending.attempt("reset"), Duration.ofMinutes(1)));
        applied(store().hold(claim("held").lease(), Ending.uncounted("quota")));
        claim("leased");
        applied(store().ack(claim("done").lease(), 0, storing("done")));
        applied(store().bury(claim("dead").lease(), Ending.attempt("bad")));
        assertEquals(3, get(store().cancelAll()));
        assertEquals(0, get(store().cancelAll()));
        assertEquals(3, get(store().counts()).of(JobState.CANCELLED));
        letTimePass(Duration.ofMinutes(2));
        assertEquals(List.of(), candidateIds());
    }

    @Test
    default void aCancelledJobIsNotStartedByEnqueueingItAgain() {
        enqueue("a");
        get(store().cancel(List.of("a")));
        assertEquals(1, get(store().enqueue(List.of(StoreFixture.job("a")))).existing());
        assertEquals(0, get(store().unholdAll()));
        assertEquals(0, get(store().retryAllDead()));
        assertEquals(List.of(), candidateIds());
    }

    @Test
    default void aReinstatedJobIsReadyAsItWas() {
        enqueue("a", "b", "c");
        applied(store().release(claim("a").lease(), Ending.attempt("reset").costing(5), Duration.ofMinutes(1)));
        get(store().cancelAll());
        assertEquals(1, get(store().reinstate(List.of("a", "unknown"))));
        assertEquals(List.of("a"), candidateIds());
        assertEquals(new Counters(1, 1, 0, 0), find("a").counters());
        assertEquals(5, find("a").costMicros());
        assertEquals(2, get(store().reinstateAll()));
        assertEquals(0, get(store().reinstateAll()));
        assertEquals(List.of("a", "b", "c"), candidateIds());
        assertEquals(Bytes.utf8("payload of b"), claim("b").payload());
    }

    @Test
    default void aPurgeTakesWhatFinishedJobsNeedNoMore() {
        enqueue("done", "ready", "dead");
        applied(store().release(claim("done").lease(), Ending.attempt("reset"), Duration.ZERO));
        applied(store().ack(claim("done").lease(), 7, transaction -> {
            transaction.storeAnswer(Bytes.utf8("raw"));
            transaction.storeResult(Bytes.utf8("result"));
        }));
        applied(store().bury(claim("dead").lease(), Ending.attempt("bad")));
        assertEquals(new Purged(1, 1), get(store().purgeDone(0, 100)));
        assertEquals(new Purged(1, 0), get(store().purgeDone(1, 100)));

        assertEquals(Optional.empty(), get(store().payload("done")));
        assertEquals(Optional.empty(), get(store().answer("done")));
        assertEquals(List.of(), get(store().history("done")));
        assertEquals(JobState.DONE, find("done").state());
        assertEquals(7, find("done").costMicros());
        assertEquals("payload of done".length(), find("done").byteCount());
        assertEquals(
                Bytes.utf8("result"), get(store().result("done")).orElseThrow().result());
        assertEquals(0, get(store().resultsRemoved()));
        assertEquals(1, get(store().enqueue(List.of(StoreFixture.job("done")))).existing());

        assertEquals(Bytes.utf8("payload of ready"), claim("ready").payload());
        get(store().retryAllDead());
        assertEquals(Bytes.utf8("payload of dead"), claim("dead").payload());
        assertEquals(
                1,
                get(store().history("dead")).stream()
                        .filter(entry -> entry.reason().equals("bad"))
                        .count());
    }

    @Test
    default void aPurgeGoesOnWhereItEnded() {
        for (int i = 1; i <= 5; i++) {
            applied(store().ack(leased("job" + i), 0, storing("done")));
            enqueue("waiting" + i);
        }
        Purged first = get(store().purgeDone(0, 2));
        assertEquals(new Purged(3, 2), first);
        Purged second = get(store().purgeDone(first.lastSequence(), 2));
        assertEquals(new Purged(7, 2), second);
        assertEquals(new Purged(9, 1), get(store().purgeDone(second.lastSequence(), 2)));
        assertEquals(new Purged(9, 0), get(store().purgeDone(9, 2)));
        assertEquals(new Purged(3, 0), get(store().purgeDone(0, 2)));
        for (int limit : new int[] {0, JobStore.BATCH_MAX + 1}) {
            assertInstanceOf(IllegalArgumentException.class, failure(store().purgeDone(0, limit)));
        }
    }

    @Test
    default void aPurgedJobCanBeReplaced() {
        applied(store().ack(leased("a"), 0, storing("done")));
        get(store().purgeDone(0, 10));
        get(store().replace(List.of(ReplaceContract.other("a"))));
        assertEquals(ReplaceContract.other("a").payload(), claim("a").payload());
    }
}
