package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.pool.Priority;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.NewJob;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Adding jobs. Confined to one thread. */
public interface EnqueueContract extends StoreFixture {

    @Test
    default void aNewJobIsReadyWithItsPayload() {
        assertEquals(new Enqueued(1, 0, 0, List.of()), get(store().enqueue(List.of(job("a")))));
        JobSnapshot expected = new JobSnapshot(
                "a",
                1,
                JobState.READY,
                Priority.NORMAL,
                "payload of a".length(),
                Counters.ZERO,
                0,
                Duration.ZERO,
                0,
                Optional.empty(),
                Optional.empty());
        assertEquals(expected, find("a"));
        assertEquals(Optional.of(Bytes.utf8("payload of a")), get(store().payload("a")));
    }

    @Test
    default void enqueueingAgainChangesNothing() {
        enqueue("a", "b");
        Enqueued again = get(store().enqueue(List.of(job("a"), job("b"), job("c"))));
        assertEquals(new Enqueued(1, 2, 0, List.of()), again);
        assertEquals(List.of("a", "b", "c"), candidateIds());
        assertEquals(3, find("c").sequence());
    }

    @Test
    default void aFinishedJobIsNotStartedAgain() {
        StoreFixture.applied(store().ack(leased("a"), 0, StoreFixture.storing("done")));
        assertEquals(1, get(store().enqueue(List.of(job("a")))).existing());
        assertEquals(JobState.DONE, find("a").state());
    }

    @Test
    default void anotherFingerprintIsReportedAndTheJobLeftAsItWas() {
        enqueue("a", "b");
        NewJob changed = NewJob.of("a", Bytes.utf8("something else"));
        assertEquals(new Enqueued(0, 1, 1, List.of("a")), get(store().enqueue(List.of(changed, job("b")))));
        assertEquals(Optional.of(Bytes.utf8("payload of a")), get(store().payload("a")));
    }

    @Test
    default void theListOfChangedIdsIsBounded() {
        List<NewJob> jobs =
                IntStream.range(0, 100).mapToObj(i -> job("job" + i)).toList();
        get(store().enqueue(jobs));
        List<NewJob> changed =
                jobs.stream().map(each -> each.withFingerprint("other")).toList();
        Enqueued enqueued = get(store().enqueue(changed));
        assertEquals(100, enqueued.changed());
        assertEquals(Enqueued.CHANGED_IDS_MAX, enqueued.changedIds().size());
    }

    @Test
    default void theSameIdTwiceInOneBatchIsOneJob() {
        assertEquals(new Enqueued(1, 1, 0, List.of()), get(store().enqueue(List.of(job("a"), job("a")))));
        assertEquals(1, get(store().counts()).total());
    }

    @Test
    default void anEmptyBatchIsNothing() {
        assertEquals(new Enqueued(0, 0, 0, List.of()), get(store().enqueue(List.of())));
    }

    @Test
    default void aBatchThatIsTooLargeIsRefusedWhole() {
        List<NewJob> jobs = IntStream.rangeClosed(0, JobStore.BATCH_MAX)
                .mapToObj(i -> job("job" + i))
                .toList();
        Throwable refused = failure(store().enqueue(jobs));
        assertInstanceOf(IllegalArgumentException.class, refused);
        assertTrue(refused.toString().contains("10001"), refused.toString());
        assertEquals(0, get(store().counts()).total());
    }

    @Test
    default void largePayloadsAndForeignIdsComeBackAsTheyWere() {
        byte[] large = new byte[2_000_000];
        Arrays.fill(large, (byte) 0xfe);
        String id = "発票/№ 7'; DROP TABLE job; --";
        get(store().enqueue(List.of(NewJob.of(id, Bytes.of(large)))));
        assertEquals(2_000_000, find(id).byteCount());
        assertEquals(Bytes.of(large), claim(id).payload());
    }
}
