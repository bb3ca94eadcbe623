package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.lost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Counters;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.Ending;
import dev.forebay.queue.HistoryEntry;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Lease;
import dev.forebay.queue.Written;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Ending a delivery without a result: given back, given up, held; each under its lease only. Confined to one thread. */
public interface EndingContract extends StoreFixture {

    @Test
    default void eachEndingRaisesItsOwnCounter() {
        Lease lease = leased("a");
        applied(store().release(lease, Ending.throttled("input tokens"), Duration.ZERO));
        assertEquals(new Counters(1, 0, 1, 0), find("a").counters());
        lease = claim("a").lease();
        applied(store().release(lease, Ending.attempt("reset").costing(30), Duration.ZERO));
        assertEquals(new Counters(2, 1, 1, 0), find("a").counters());
        lease = claim("a").lease();
        applied(store().release(lease, Ending.uncounted("drained"), Duration.ZERO));
        assertEquals(new Counters(3, 1, 1, 0), find("a").counters());
        assertEquals(30, find("a").costMicros());
        assertEquals(30, claim("a").costMicros());
    }

    @Test
    default void aJobGivenBackKeepsItsPlaceAndTellsWhy() {
        enqueue("a", "b", "c");
        applied(store().release(claim("a").lease(), Ending.throttled("input tokens"), Duration.ZERO));
        assertEquals(List.of("a", "b", "c"), candidateIds());
        assertEquals(Optional.of("input tokens"), find("a").reason());
        assertEquals(Optional.empty(), find("a").owner());
    }

    @Test
    default void aLongReasonIsCutAndANegativeDelayRefused() {
        Lease lease = leased("a");
        Throwable refused = failure(store().release(lease, Ending.uncounted(""), Duration.ofSeconds(-1)));
        assertInstanceOf(IllegalArgumentException.class, refused);
        applied(store().release(lease, Ending.attempt("x".repeat(5_000)), Duration.ZERO));
        assertEquals(Ending.REASON_LENGTH_MAX, find("a").reason().orElseThrow().length());
    }

    @Test
    default void aDeadLetterKeepsCauseHistoryAndCost() {
        Lease lease = leased("a");
        applied(store().release(lease, Ending.attempt("500").costing(5), Duration.ZERO));
        applied(store().release(claim("a").lease(), Ending.throttled("429"), Duration.ZERO));
        letTimePass(Duration.ofSeconds(1));
        applied(store().bury(
                        claim("a").lease(), Ending.attempt("400: too large").costing(7)));

        DeadLetter dead = get(store().deadLetters(0, 10)).get(0);
        assertEquals(JobState.DEAD, dead.job().state());
        assertEquals(Optional.of("400: too large"), dead.job().reason());
        assertEquals(new Counters(3, 2, 1, 0), dead.job().counters());
        assertEquals(12, dead.job().costMicros());
        assertEquals(
                List.of(HistoryEntry.Event.FAILED, HistoryEntry.Event.BURIED),
                dead.history().stream().map(HistoryEntry::event).toList());
        HistoryEntry last = dead.history().get(1);
        assertEquals(3, last.epoch());
        assertEquals("400: too large", last.reason());
        assertEquals(7, last.costMicros());
        assertEquals(clock().instant().toEpochMilli(), last.at().toEpochMilli());
        assertEquals(List.of(), candidateIds());
    }

    @Test
    default void deadLettersComeInPagesInTheOrderOfInput() {
        enqueue("a", "b", "c");
        for (String id : List.of("c", "a", "b")) {
            applied(store().bury(claim(id).lease(), Ending.attempt("bad")));
        }
        List<DeadLetter> page = get(store().deadLetters(0, 2));
        assertEquals(
                List.of("a", "b"), page.stream().map(dead -> dead.job().id()).toList());
        List<DeadLetter> rest = get(store().deadLetters(page.get(1).job().sequence(), 2));
        assertEquals(List.of("c"), rest.stream().map(dead -> dead.job().id()).toList());
        List<JobSnapshot> jobs = get(store().jobs(JobState.DEAD, 1, 10));
        assertEquals(List.of("b", "c"), jobs.stream().map(JobSnapshot::id).toList());
    }

    @Test
    default void historyIsBounded() {
        enqueue("a");
        for (int i = 0; i < JobStore.HISTORY_MAX + 5; i++) {
            applied(store().release(claim("a").lease(), Ending.attempt("try " + i), Duration.ZERO));
        }
        applied(store().bury(claim("a").lease(), Ending.uncounted("enough")));
        List<HistoryEntry> history = get(store().deadLetters(0, 1)).get(0).history();
        assertEquals(JobStore.HISTORY_MAX, history.size());
        assertEquals("enough", history.get(JobStore.HISTORY_MAX - 1).reason());
        assertEquals("try 6", history.get(0).reason());
    }

    @Test
    default void aRetriedDeadLetterStartsWithFreshBudgets() {
        enqueue("a", "b", "c");
        for (String id : List.of("a", "b", "c")) {
            applied(store().bury(claim(id).lease(), Ending.attempt("bad").costing(9)));
        }
        assertEquals(1, get(store().retryDead(List.of("b", "unknown"))));
        assertEquals(List.of("b"), candidateIds());
        assertEquals(new Counters(1, 0, 0, 0), find("b").counters());
        assertEquals(9, find("b").costMicros());
        assertEquals(2, get(store().retryAllDead()));
        assertEquals(0, get(store().retryAllDead()));
        assertEquals(List.of("a", "b", "c"), candidateIds());
    }

    @Test
    default void heldJobsRunAgainOnlyWhenUnheld() {
        enqueue("a", "b");
        applied(store().hold(claim("a").lease(), Ending.uncounted("day quota")));
        letTimePass(Duration.ofDays(2));
        assertEquals(List.of("b"), candidateIds());
        assertEquals(JobState.HELD, find("a").state());
        assertEquals(Optional.of("day quota"), find("a").reason());
        assertEquals(1, get(store().unholdAll()));
        assertEquals(0, get(store().unholdAll()));
        assertEquals(List.of("a", "b"), candidateIds());
    }

    @Test
    default void onlyWaitingJobsCanBeCancelled() {
        enqueue("ready", "held", "leased");
        applied(store().hold(claim("held").lease(), Ending.uncounted("quota")));
        Lease lease = claim("leased").lease();
        assertEquals(2, get(store().cancel(List.of("ready", "held", "leased", "unknown"))));
        assertEquals(JobState.CANCELLED, find("ready").state());
        assertEquals(JobState.CANCELLED, find("held").state());
        applied(store().ack(lease, 0, StoreFixture.storing("done")));
        assertEquals(0, get(store().cancel(List.of("leased"))));
        assertEquals(0, get(store().unholdAll()));
    }

    @Test
    default void aKeptAnswerIsDeliveredWithTheJob() {
        Lease lease = leased("a");
        applied(store().keepAnswer(lease, Bytes.utf8("raw")));
        assertEquals(JobState.LEASED, find("a").state());
        applied(store().release(lease, Ending.attempt("could not be read"), Duration.ZERO));
        Candidate candidate = get(store().candidates(1, Set.of())).jobs().get(0);
        assertTrue(candidate.answered());
        Job again = claim("a");
        assertEquals(Optional.of(Bytes.utf8("raw")), again.answer());
    }

    @Test
    default void noEndingTakesEffectUnderALostLease() {
        List<Function<Lease, CompletionStage<Written>>> endings = List.of(
                lease -> store().release(lease, Ending.attempt("late"), Duration.ZERO),
                lease -> store().bury(lease, Ending.attempt("late")),
                lease -> store().hold(lease, Ending.attempt("late")),
                lease -> store().keepAnswer(lease, Bytes.utf8("late")));
        Lease old = leased("a");
        applied(store().release(old, Ending.uncounted("drained"), Duration.ZERO));
        endings.forEach(ending -> lost(JobState.READY, ending.apply(old)));
        claim("a");
        JobSnapshot before = find("a");
        endings.forEach(ending -> lost(JobState.LEASED, ending.apply(old)));
        assertEquals(before, find("a"));
        endings.forEach(
                ending -> assertEquals(new Written.Lost(Optional.empty()), get(ending.apply(new Lease("unknown", 1)))));
    }
}
