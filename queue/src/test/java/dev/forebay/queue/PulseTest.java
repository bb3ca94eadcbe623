package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases: kept alive through long calls, mistrusted after a silence, and taken from the dead. */
class PulseTest {

    private final Story story = new Story();
    private final FaultyStore faulty = new FaultyStore(story.memory);

    @Test
    void beatsCarryALeasePastALongCall() {
        story.latency = Duration.ofMinutes(9);
        story.enqueue(1);
        Work work = story.work();
        for (int minute = 0; minute < 8; minute++) {
            story.clock.advance(Duration.ofMinutes(1));
            assertEquals(new Reaped(List.of(), List.of()), Story.get(story.store.reapExpired(10)));
        }
        story.end(work);
        assertEquals(new Counters(1, 1, 0, 0), story.find("job1").counters());
    }

    @Test
    void beatsGoOnThroughADrain() {
        story.latency = Duration.ofMinutes(9);
        story.enqueue(1);
        Work work = story.work();
        work.drain();
        story.clock.advance(Duration.ofMinutes(5));
        assertEquals(new Reaped(List.of(), List.of()), Story.get(story.store.reapExpired(10)));
        assertEquals(WorkEnd.Reason.DRAINED, story.end(work).reason());
        assertEquals(JobState.DONE, story.find("job1").state());
    }

    @Test
    void aPaidAnswerUnderALostLeaseIsAdopted() {
        story.store = faulty.store();
        story.latency = Duration.ofSeconds(90);
        story.enqueue(1);
        faulty.late.add("heartbeat");
        Work work = story.work();
        story.clock.advance(Duration.ofSeconds(80));
        assertEquals(List.of("job1"), Story.get(story.memory.reapExpired(10)).ready());
        assertEquals(1, story.end(work).counts().succeeded());
        assertEquals(List.of("job1"), story.called);
        assertEquals(JobState.DONE, story.find("job1").state());
    }

    @Test
    void aLostLeaseIsToldAndTheFirstResultStays() {
        story.latency = Duration.ofSeconds(90);
        story.enqueue(1);
        Work work = story.work();
        Lease ours = new Lease("job1", 1);
        // Another worker finishes the job, as after a pause of this one that nobody noticed.
        assertInstanceOf(
                Written.Applied.class,
                Story.get(story.memory.ack(ours, 0, transaction -> transaction.storeResult(Bytes.utf8("theirs")))));
        WorkEnd end = story.end(work);
        assertEquals(0, end.counts().succeeded());
        assertEquals(1, end.counts().leasesLost());
        assertEquals(
                Bytes.utf8("theirs"),
                Story.get(story.store.result("job1")).orElseThrow().result());
    }

    @Test
    void noCallStartsWhenTheStoreWasSilentForTooLong() {
        story.store = faulty.store();
        story.enqueue(1);
        faulty.late.add("claim");
        faulty.late.add("heartbeat");
        Work work = story.work();
        story.clock.advance(Pulse.TRUST.plusMillis(1));
        faulty.letGo("claim");
        assertEquals(1, story.events(WorkEvent.GivenBack.class).size());
        WorkEnd end = story.end(work);
        assertEquals(1, end.counts().succeeded());
        assertEquals(1, story.called.size());
        assertEquals(new Counters(2, 1, 0, 0), story.find("job1").counters());
    }

    @Test
    void aDeadWorkersJobIsTakenOnceItsLeaseHasRunOut() {
        story.enqueue(2);
        Story.get(story.store.claim("job1", "a worker that dies", Pulse.LEASE));
        WorkEnd end = story.end(story.work());
        assertEquals(WorkEnd.Reason.FINISHED, end.reason());
        assertEquals(List.of("job2", "job1"), story.called);
        assertEquals(new Counters(2, 1, 0, 1), story.find("job1").counters());
        assertEquals(List.of(new WorkEvent.Reaped("job1")), story.events(WorkEvent.Reaped.class));
    }

    @Test
    void aJobThatKillsItsWorkersIsDead() {
        story.enqueue(1);
        for (int crash = 1; crash <= JobStore.CRASHES_MAX; crash++) {
            Story.get(story.store.claim("job1", "a worker that dies", Pulse.LEASE));
            if (crash < JobStore.CRASHES_MAX) {
                story.clock.advance(Pulse.LEASE);
                Story.get(story.store.reapExpired(1));
            }
        }
        assertEquals(1, story.end(story.work()).counts().dead());
        assertEquals(List.of(), story.called);
    }
}
