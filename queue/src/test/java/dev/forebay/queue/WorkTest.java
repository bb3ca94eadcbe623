package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The worker in virtual time: every way in which a job can go. */
class WorkTest {

    private final Story story = new Story();

    @Test
    void everyJobIsCalledOnceAndItsResultCommitted() {
        story.enqueue(1_000);
        Work work = story.work();
        WorkEnd end = story.end(work);
        assertEquals(WorkEnd.Reason.FINISHED, end.reason());
        assertEquals(1_000, story.called.size());
        assertEquals(1_000, new HashSet<>(story.called).size());
        assertEquals(new WorkCounts(1_000, 1_000, 0, 0, 0, 0, 0, 0), end.counts());
        assertEquals(1_000, story.in(JobState.DONE));
        assertEquals(
                Bytes.utf8("answer to payload of job7"),
                Story.get(story.store.result("job7")).orElseThrow().result());
        assertEquals(0, work.inFlight());
    }

    @Test
    void callsStartInTheOrderOfInputAndNoFasterThanThePoolLets() {
        story.enqueue(50);
        story.end(story.work());
        assertEquals(List.of("job1", "job2", "job3"), story.called.subList(0, 3));
        assertEquals(3, story.inFlightMax);
        for (int i = 0; i < 50; i++) {
            assertEquals("job" + (i + 1), story.called.get(i));
        }
    }

    @Test
    void nothingLeasedEverWaits() {
        story.enqueue(300);
        AtomicInteger most = new AtomicInteger();
        story.save = (text, transaction) -> {
            most.accumulateAndGet((int) story.in(JobState.LEASED), Math::max);
            transaction.storeResult(Bytes.utf8(text));
        };
        Work work = story.work();
        assertTrue(work.waiting() > 200, "the line is empty");
        assertEquals(297, story.in(JobState.READY));
        story.end(work);
        assertTrue(most.get() <= 4, "as many as " + most + " jobs were leased");
    }

    @Test
    void anEmptyStoreEndsAtOnce() {
        assertEquals(WorkEnd.Reason.FINISHED, story.end(story.work()).reason());
        assertEquals(Duration.ZERO, story.clock.elapsed());
    }

    @Test
    void noAlarmIsLeftBehind() {
        story.enqueue(10).answers("job3", Story.says(Verdict.TRANSIENT, "reset"));
        story.end(story.work());
        while (story.clock.runNext()) {
            assertTrue(story.clock.elapsed().toHours() < 1, "an alarm arms itself again for ever");
        }
    }

    @Test
    void aThrottledJobUsesNoAttemptAndComesBackToItsPlace() {
        Signal throttled = Signal.builder(Verdict.THROTTLED_RATE)
                .dimension(Dimension.REQUESTS)
                .retryAfter(Duration.ofSeconds(7))
                .build();
        story.limits = "rpm=60000,concurrency=1";
        story.enqueue(5).answers("job2", throttled);
        WorkEnd end = story.end(story.work());
        assertEquals(List.of("job1", "job2", "job2", "job3", "job4", "job5"), story.called);
        assertEquals(new Counters(2, 1, 1, 0), story.find("job2").counters());
        WorkEvent.Throttled event = story.events(WorkEvent.Throttled.class).get(0);
        assertEquals("job2", event.jobId());
        assertTrue(event.delay().compareTo(Duration.ofSeconds(7)) >= 0, event.toString());
        assertEquals(1, end.counts().throttled());
        assertTrue(story.clock.elapsed().compareTo(Duration.ofSeconds(13)) >= 0);
    }

    @Test
    void aFailedAttemptIsMadeAgainAfterABackoff() {
        story.enqueue(1).answers("job1", Story.says(Verdict.TRANSIENT, "reset"), Story.says(Verdict.TRANSIENT, "cut"));
        assertEquals(WorkEnd.Reason.FINISHED, story.end(story.work()).reason());
        assertEquals(new Counters(3, 3, 0, 0), story.find("job1").counters());
        List<WorkEvent.Retrying> retries = story.events(WorkEvent.Retrying.class);
        assertEquals(2, retries.size());
        assertEquals(Duration.ofMillis(500), retries.get(0).delay());
        assertEquals(Duration.ofSeconds(1), retries.get(1).delay());
        assertEquals(2, retries.get(1).attempt());
    }

    @Test
    void theLastAttemptMakesADeadLetter() {
        story.enqueue(2);
        // The neighbour succeeds all the time, so that the failures are this job's own.
        story.answers("job1", fiveTimes(Story.says(Verdict.TRANSIENT, "cut")));
        WorkEnd end = story.end(story.work());
        assertEquals(1, end.counts().dead());
        JobSnapshot dead = story.find("job1");
        assertEquals(JobState.DEAD, dead.state());
        assertEquals(5, dead.counters().attempts());
        DeadLetter letter = Story.get(story.store.deadLetters(0, 10)).get(0);
        assertEquals(5, letter.history().size());
        assertTrue(
                dead.reason().orElseThrow().startsWith("attempt 5 was the last"),
                dead.reason().get());
        assertEquals(JobState.DONE, story.find("job2").state());
    }

    private static Signal[] fiveTimes(Signal signal) {
        return new Signal[] {signal, signal, signal, signal, signal};
    }

    @Test
    void anInvalidRequestIsDeadAtOnce() {
        story.enqueue(3).answers("job2", Story.says(Verdict.TOO_LARGE, "prompt is too long"));
        WorkEnd end = story.end(story.work());
        assertEquals(1, end.counts().dead());
        assertEquals(new Counters(1, 1, 0, 0), story.find("job2").counters());
        assertTrue(story.find("job2").reason().orElseThrow().contains("prompt is too long"));
    }

    @Test
    void aJobThatCanNeverFitIsDeadWithoutACall() {
        story.limits = "rpm=60000,itpm=1000,concurrency=3";
        byte[] large = new byte[1_000_000];
        story.store.enqueue(List.of(NewJob.of("large", Bytes.of(large)), Story.job("small")));
        WorkEnd end = story.end(story.work());
        assertEquals(List.of("small"), story.called);
        assertEquals(JobState.DEAD, story.find("large").state());
        assertEquals(0, story.find("large").counters().attempts());
        assertTrue(story.find("large").reason().orElseThrow().contains("1000"));
        assertEquals(1, end.counts().succeeded());
    }

    @Test
    void aQuotaHoldsTheJobAndEndsTheWork() {
        story.enqueue(500).answers("job5", Story.says(Verdict.QUOTA_EXHAUSTED, "day quota"));
        WorkEnd end = story.end(story.work());
        assertEquals(WorkEnd.Reason.POOL_HELD, end.reason());
        assertTrue(end.detail().contains("quota"), end.detail());
        assertEquals(JobState.HELD, story.find("job5").state());
        assertEquals(1, story.in(JobState.HELD));
        assertEquals(0, story.in(JobState.LEASED));
        assertEquals(500, Story.get(story.store.counts()).total());
        assertEquals(end.counts().succeeded(), story.in(JobState.DONE));
        assertTrue(story.in(JobState.READY) > 480);
    }

    @Test
    void aSpentBudgetIsToldFromWhatElseHolds() {
        story.enqueue(500);
        Pool pool = Pool.builder("story")
                .clock(story.clock)
                .executor(Runnable::run)
                .limits(Limits.parse("rpm=60000,concurrency=1"))
                .budget(Budget.dollars(new BigDecimal("0.05")), Price.parse("in=10,out=10"))
                .build();
        WorkEnd end = story.end(story.queue().build().work(pool, story, story.save));
        assertEquals(WorkEnd.Reason.BUDGET_SPENT, end.reason());
        assertTrue(end.counts().succeeded() > 10, end.toString());
        assertEquals(end.counts().succeeded(), story.in(JobState.DONE));
        assertTrue(pool.stopped().isEmpty(), "a larger budget is all that is needed");
    }

    @Test
    void aRefusedKeyEndsTheWork() {
        story.enqueue(1).answers("job1", Story.says(Verdict.UNAUTHORIZED, "invalid x-api-key"));
        WorkEnd end = story.end(story.work());
        assertEquals(WorkEnd.Reason.POOL_REFUSED, end.reason());
        assertEquals(JobState.HELD, story.find("job1").state());
        assertEquals(0, story.find("job1").counters().attempts());
    }

    @Test
    void aDrainLetsCallsInFlightEndAndBeAcknowledged() {
        story.enqueue(100);
        Work work = story.work();
        story.clock.advance(Duration.ofMillis(1_500));
        int called = story.called.size();
        work.drain();
        assertEquals(0, work.waiting(), "jobs still wait in the pool's line");
        WorkEnd end = story.end(work);
        assertEquals(WorkEnd.Reason.DRAINED, end.reason());
        assertEquals(called, story.called.size());
        assertEquals(called, story.in(JobState.DONE));
        assertEquals(100 - called, story.in(JobState.READY));
        assertEquals(0, story.in(JobState.LEASED));
    }

    @Test
    void stoppingAtOnceBreaksCallsOffWithoutUsingAnAttempt() {
        story.enqueue(100);
        Work work = story.work();
        story.clock.advance(Duration.ofMillis(500));
        List<String> flying = List.copyOf(story.flying.keySet());
        work.drain();
        work.stopNow();
        assertEquals(WorkEnd.Reason.STOPPED, Story.get(work.done()).reason());
        assertEquals(3, flying.size());
        for (String id : flying) {
            assertEquals(JobState.READY, story.find(id).state());
            assertEquals(new Counters(1, 0, 0, 0), story.find(id).counters());
        }
        assertEquals(3, story.events(WorkEvent.GivenBack.class).size());
    }

    @Test
    void aFailedSaveIsMadeAgainWithoutAnotherCall() {
        AtomicInteger saves = new AtomicInteger();
        story.save = (text, transaction) -> {
            transaction.storeResult(Bytes.utf8(text));
            if (saves.incrementAndGet() < 3) {
                throw new IllegalStateException("planted by a test");
            }
        };
        story.enqueue(1);
        assertEquals(1, story.end(story.work()).counts().succeeded());
        assertEquals(List.of("job1"), story.called);
        assertEquals(2, story.events(WorkEvent.SaveRetrying.class).size());
        assertEquals(new Counters(1, 1, 0, 0), story.find("job1").counters());
    }

    @Test
    void aSaveThatNeverSucceedsMakesADeadLetter() {
        story.save = (text, transaction) -> {
            throw new IllegalStateException("planted by a test");
        };
        story.enqueue(1);
        assertEquals(1, story.end(story.work()).counts().dead());
        assertEquals(List.of("job1"), story.called);
        assertTrue(story.find("job1").reason().orElseThrow().contains("planted by a test"));
    }

    @Test
    void aHandlerThatThrowsUsesAttempts() {
        story.enqueue(2);
        Handler<String> broken = new Handler<>() {
            @Override
            public Cost cost(Candidate job) {
                return story.cost(job);
            }

            @Override
            public java.util.concurrent.CompletionStage<String> handle(Job job, dev.forebay.pool.Attempt attempt) {
                throw new IllegalStateException("planted by a test");
            }
        };
        WorkEnd end = story.end(story.queue().build().work(story.pool(), broken, story.save));
        assertEquals(2, end.counts().dead());
        assertEquals(5, story.find("job1").counters().attempts());
        assertTrue(story.find("job1").reason().orElseThrow().contains("IllegalStateException: planted by a test"));
    }

    @Test
    void aCostThatCannotBeToldMakesADeadLetter() {
        story.enqueue(2);
        Handler<String> broken = new Handler<>() {
            @Override
            public Cost cost(Candidate job) {
                if (job.id().equals("job1")) {
                    throw new IllegalStateException("planted by a test");
                }
                return story.cost(job);
            }

            @Override
            public java.util.concurrent.CompletionStage<String> handle(Job job, dev.forebay.pool.Attempt attempt) {
                return story.handle(job, attempt);
            }
        };
        WorkEnd end = story.end(story.queue().build().work(story.pool(), broken, story.save));
        assertEquals(1, end.counts().dead());
        assertEquals(1, end.counts().succeeded());
    }

    @Test
    void theCostOfEveryAttemptIsAddedUp() {
        story.enqueue(1);
        story.answers(
                "job1",
                Signal.builder(Verdict.TRANSIENT)
                        .usage(dev.forebay.signal.Usage.tokens(100, 10))
                        .message("cut")
                        .build());
        Price price = Price.perMillion(new BigDecimal("3"), new BigDecimal("15"));
        story.end(story.queue().price(price).build().work(story.pool(), story, story.save));
        assertEquals(2 * (100 * 3 + 10 * 15), story.find("job1").costMicros());
    }

    @Test
    void aWorkThatKeepsWorkingTakesNewJobsUpAtOnce() {
        JobQueue queue = story.queue().keepsWorking().build();
        Work work = queue.work(story.pool(), story, story.save);
        story.clock.advance(Duration.ofMinutes(5));
        assertFalse(work.done().toCompletableFuture().isDone());
        Story.get(queue.enqueue(List.of(Story.job("late"))));
        assertEquals(List.of("late"), story.called);
        work.drain();
        assertEquals(1, story.end(work).counts().succeeded());
    }

    @Test
    void thePoolsStateIsInTheStoreWithTheLastCommit() {
        story.enqueue(20);
        JobQueue queue = story.queue().build();
        story.end(queue.work(story.pool(), story, story.save));
        String saved = Story.get(queue.savedState("story")).orElseThrow().toText();
        assertTrue(saved.contains("meter.requests.60"), saved);
        assertTrue(Story.get(queue.savedState("another")).isEmpty());
    }

    @Test
    void aStoreThatStopsEndsTheWork() {
        FaultyStore faulty = new FaultyStore(story.memory);
        story.store = faulty.store();
        story.enqueue(50);
        Work work = story.work();
        story.clock.advance(Duration.ofMillis(1_500));
        faulty.failing.add("ack");
        CompletionException failed = assertThrows(CompletionException.class, () -> story.end(work));
        assertTrue(failed.getCause() instanceof StoreFailedException, failed.toString());
        int called = story.called.size();
        story.clock.advance(Duration.ofMinutes(10));
        assertEquals(called, story.called.size());
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        List<List<WorkEvent>> tapes = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Story told = new Story();
            told.enqueue(200);
            for (int i = 1; i <= 200; i += 7) {
                told.answers("job" + i, Story.says(i % 2 == 0 ? Verdict.TRANSIENT : Verdict.THROTTLED_RATE, "planted"));
            }
            told.end(told.work());
            tapes.add(told.events);
        }
        assertEquals(tapes.get(0), tapes.get(1));
        assertTrue(tapes.get(0).size() > 400);
    }

    @Test
    void manyJobsThatCompleteAtOnceNeedNoStack() {
        story.latency = Duration.ZERO;
        story.limits = "rpm=100000000,concurrency=1000";
        story.enqueue(10_000);
        for (int batch = 1; batch < 2; batch++) {
            int from = batch * 10_000;
            story.store.enqueue(java.util.stream.IntStream.rangeClosed(from + 1, from + 10_000)
                    .mapToObj(i -> Story.job("job" + i))
                    .toList());
        }
        WorkEnd end = story.end(story.work());
        assertEquals(20_000, end.counts().succeeded());
        Set<String> distinct = new HashSet<>(story.called);
        assertEquals(20_000, distinct.size());
    }
}
