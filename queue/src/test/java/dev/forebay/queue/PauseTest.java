package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A work that is paused starts nothing, ends what it has begun, and goes on as if nothing had been. */
class PauseTest {

    private final Story story = new Story();

    @Test
    void callsInFlightEndAndNoneStarts() {
        story.enqueue(20);
        Work work = story.work();
        assertEquals(3, story.called.size());
        work.pause();
        assertTrue(work.isPaused());
        assertEquals(0, work.waiting());
        story.clock.advance(Duration.ofHours(1));
        assertEquals(3, story.called.size());
        assertEquals(3, story.in(JobState.DONE));
        assertEquals(17, story.in(JobState.READY));
        assertEquals(0, work.inFlight());
        assertFalse(work.done().toCompletableFuture().isDone());

        work.resume();
        assertFalse(work.isPaused());
        WorkEnd end = story.end(work);
        assertEquals(WorkEnd.Reason.FINISHED, end.reason());
        assertEquals(new WorkCounts(20, 20, 0, 0, 0, 0, 0, 0), end.counts());
        assertEquals(20, story.called.stream().distinct().count());
    }

    @Test
    void aLeaseIsKeptAliveThroughAPause() {
        story.latency = Duration.ofMinutes(9);
        story.enqueue(1);
        Work work = story.work();
        work.pause();
        story.clock.advance(Duration.ofMinutes(5));
        assertEquals(new Reaped(List.of(), List.of()), Story.get(story.store.reapExpired(10)));
        assertEquals(1, story.end(work).counts().succeeded());
    }

    @Test
    void nothingLeftToDoEndsAPausedWork() {
        story.enqueue(2);
        Work work = story.work();
        work.pause();
        WorkEnd end = story.end(work);
        assertEquals(WorkEnd.Reason.FINISHED, end.reason());
        assertEquals(2, end.counts().succeeded());
    }

    @Test
    void aDrainEndsAPausedWork() {
        story.enqueue(20);
        Work work = story.work();
        work.pause();
        work.drain();
        assertEquals(WorkEnd.Reason.DRAINED, story.end(work).reason());
        assertEquals(3, story.called.size());
        assertEquals(17, story.in(JobState.READY));
    }

    @Test
    void whatFailsMeanwhileWaitsForTheResumption() {
        story.enqueue(4).answers("job1", Story.says(Verdict.TRANSIENT, "reset"));
        story.answers("job2", Story.says(Verdict.THROTTLED_RATE, "requests"));
        Work work = story.work();
        work.pause();
        story.clock.advance(Duration.ofHours(1));
        assertEquals(List.of("job1", "job2", "job3"), story.called);
        work.resume();
        story.end(work);
        assertEquals(6, story.called.size());
        assertEquals(4, story.in(JobState.DONE));
    }

    @Test
    void aClaimUnderWayIsGivenBackUncalled() {
        FaultyStore faulty = new FaultyStore(story.memory);
        story.store = faulty.store();
        story.enqueue(3);
        faulty.late.add("claim");
        Work work = story.work();
        work.pause();
        faulty.letGo("claim");
        assertEquals(List.of(), story.called);
        assertEquals(3, story.in(JobState.READY));
        assertEquals(Counters.ZERO.attempts(), story.find("job1").counters().attempts());
        work.resume();
        assertEquals(3, story.end(work).counts().succeeded());
    }

    @Test
    void aLookUnderWayFindsNothingForAPausedWork() {
        FaultyStore faulty = new FaultyStore(story.memory);
        story.store = faulty.store();
        story.enqueue(3);
        faulty.late.add("candidates");
        Work work = story.work();
        work.pause();
        faulty.letGo("candidates");
        story.clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), story.called);
        work.resume();
        assertEquals(3, story.end(work).counts().succeeded());
    }

    @Test
    void pausingTwiceOrAtTheWrongMomentDoesNoHarm() {
        story.enqueue(1);
        Work work = story.work();
        work.resume();
        work.pause();
        work.pause();
        work.resume();
        assertEquals(WorkEnd.Reason.FINISHED, story.end(work).reason());
        work.pause();
        assertFalse(work.isPaused());
        work.resume();
        assertEquals(List.of("job1"), story.called);
    }
}
