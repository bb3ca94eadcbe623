package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.job;
import static dev.forebay.queue.contract.StoreFixture.lost;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.pool.Priority;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoredResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same id with another request: seen before anything is written, and replaced if that is wanted. Confined to one thread. */
public interface ReplaceContract extends StoreFixture {

    /** The job with another payload, and so another fingerprint. */
    static NewJob other(String id) {
        return NewJob.of(id, Bytes.utf8("another payload of " + id));
    }

    @Test
    default void comparingSaysWhatEnqueueingWouldAndChangesNothing() {
        enqueue("a", "b", "c");
        applied(store().ack(claim("c").lease(), 0, storing("done")));
        List<NewJob> batch = List.of(job("a"), other("b"), other("c"), job("new"), job("new"));
        Enqueued compared = get(store().compare(batch));
        assertEquals(new Enqueued(1, 2, 2, List.of("b", "c")), compared);
        assertEquals(3, get(store().counts()).total());
        assertEquals(compared, get(store().compare(batch)));
        assertEquals(compared, get(store().enqueue(batch)));
    }

    @Test
    default void aBatchThatIsTooLargeIsNotCompared() {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i <= JobStore.BATCH_MAX; i++) {
            jobs.add(job("job" + i));
        }
        assertInstanceOf(IllegalArgumentException.class, failure(store().compare(jobs)));
        assertInstanceOf(IllegalArgumentException.class, failure(store().replace(jobs)));
        assertEquals(0, get(store().counts()).total());
    }

    @Test
    default void replacingAddsWhatIsNewAndLeavesWhatIsTheSame() {
        enqueue("same");
        Lease lease = claim("same").lease();
        assertEquals(new Enqueued(1, 1, 0, List.of()), get(store().replace(List.of(job("same"), job("new")))));
        applied(store().ack(lease, 0, storing("done")));
        assertEquals(List.of("new"), candidateIds());
        assertEquals(0, get(store().resultsRemoved()));
    }

    @Test
    default void aFinishedJobIsDoneAnewAndItsResultIsGone() {
        enqueue("first", "a", "last");
        applied(store().ack(claim("first").lease(), 0, storing("first")));
        applied(store().ack(claim("a").lease(), 70, transaction -> {
            transaction.storeAnswer(Bytes.utf8("raw"));
            transaction.storeResult(Bytes.utf8("old"));
        }));
        applied(store().ack(claim("last").lease(), 0, storing("last")));

        NewJob other = other("a").withPriority(Priority.BULK);
        assertEquals(new Enqueued(0, 0, 1, List.of("a")), get(store().replace(List.of(other))));

        JobSnapshot expected = new JobSnapshot(
                "a",
                2,
                JobState.READY,
                Priority.BULK,
                other.payload().size(),
                Counters.ZERO,
                1,
                Duration.ZERO,
                70,
                Optional.empty(),
                Optional.empty());
        assertEquals(expected, find("a"));
        assertEquals(Optional.empty(), get(store().result("a")));
        assertEquals(Optional.empty(), get(store().answer("a")));
        assertEquals(1, get(store().resultsRemoved()));
        assertEquals(
                List.of("first", "last"),
                get(store().results(0, 10)).stream().map(StoredResult::jobId).toList());

        Job again = claim("a");
        assertEquals(other.payload(), again.payload());
        assertEquals(Optional.empty(), again.answer());
        applied(store().ack(again.lease(), 30, storing("new")));
        assertEquals(
                new StoredResult(4, "a", Bytes.utf8("new")),
                get(store().result("a")).orElseThrow());
        assertEquals(
                List.of("a"),
                get(store().results(3, 10)).stream().map(StoredResult::jobId).toList());
        assertEquals(100, find("a").costMicros());
        assertEquals(1, get(store().enqueue(List.of(other))).existing());
    }

    @Test
    default void whateverStateAJobIsInItIsReadyAfterwards() {
        enqueue("ready", "delayed", "leased", "done", "dead", "held", "cancelled");
        applied(store().release(claim("delayed").lease(), Ending.attempt("reset"), Duration.ofMinutes(1)));
        claim("leased");
        applied(store().ack(claim("done").lease(), 0, storing("done")));
        applied(store().bury(claim("dead").lease(), Ending.attempt("bad")));
        applied(store().hold(claim("held").lease(), Ending.uncounted("quota")));
        get(store().cancel(List.of("cancelled")));
        List<String> ids = List.of("ready", "delayed", "leased", "done", "dead", "held", "cancelled");
        assertEquals(
                ids.size(),
                get(store().replace(ids.stream().map(ReplaceContract::other).toList()))
                        .changed());
        assertEquals(ids, candidateIds());
        assertEquals(ids.size(), get(store().counts()).of(JobState.READY));
        for (String id : ids) {
            assertEquals(Counters.ZERO, find(id).counters(), id);
            assertEquals(Optional.empty(), find(id).reason(), id);
        }
    }

    @Test
    default void anAnswerToTheOldRequestIsNeverTaken() {
        Lease old = leased("a");
        get(store().replace(List.of(other("a"))));
        lost(JobState.READY, store().ack(old, 10, storing("to the old one")));
        lost(JobState.READY, store().keepAnswer(old, Bytes.utf8("to the old one")));
        lost(JobState.READY, store().release(old, Ending.attempt("late"), Duration.ZERO));
        assertEquals(1, get(store().heartbeat(List.of(old), LEASE)).size());

        Lease fresh = claim("a").lease();
        assertEquals(old.epoch() + 1, fresh.epoch());
        lost(JobState.LEASED, store().ack(old, 10, storing("to the old one")));
        letTimePass(LEASE);
        get(store().reapExpired(1));
        lost(JobState.READY, store().ack(old, 10, storing("to the old one")));
        assertEquals(new dev.forebay.queue.Written.Adopted(), get(store().ack(fresh, 10, storing("to the new one"))));
        assertEquals(
                Bytes.utf8("to the new one"),
                get(store().result("a")).orElseThrow().result());
    }

    @Test
    default void theHistoryTellsOfTheReplacement() {
        enqueue("a");
        applied(store().bury(claim("a").lease(), Ending.attempt("bad").costing(5)));
        get(store().replace(List.of(other("a"))));
        assertEquals(
                List.of(HistoryEntry.Event.BURIED, HistoryEntry.Event.REPLACED),
                get(store().history("a")).stream().map(HistoryEntry::event).toList());
        assertEquals(List.of(), get(store().history("unknown")));
    }

    @Test
    default void anIdTwiceInOneBatchIsTakenInTurn() {
        enqueue("a");
        NewJob third = NewJob.of("a", Bytes.utf8("a third payload"));
        assertEquals(2, get(store().replace(List.of(other("a"), third))).changed());
        assertEquals(third.payload(), claim("a").payload());
    }
}
