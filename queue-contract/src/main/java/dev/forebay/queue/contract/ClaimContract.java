package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.failure;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.job;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.forebay.pool.Priority;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Candidates;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Looking for work, claiming it, and keeping the claim alive. Confined to one thread. */
public interface ClaimContract extends StoreFixture {

    @Test
    default void candidatesComeByPriorityThenByInput() {
        get(store().enqueue(List.of(
                job("low").withPriority(Priority.BULK),
                job("first"),
                job("high").withPriority(Priority.INTERACTIVE),
                job("second"))));
        assertEquals(List.of("high", "first", "second", "low"), candidateIds());
    }

    @Test
    default void aCandidateTellsItsSizeAndCountersAndIsNotClaimed() {
        enqueue("a");
        Candidate expected = new Candidate("a", 1, Priority.NORMAL, "payload of a".length(), false, Counters.ZERO);
        assertEquals(List.of(expected), get(store().candidates(10, Set.of())).jobs());
        assertEquals(JobState.READY, find("a").state());
    }

    @Test
    default void candidatesLeaveOutWhatIsKnownAndKeepToTheLimit() {
        enqueue("a", "b", "c", "d");
        List<Candidate> found =
                get(store().candidates(2, Set.of("a", "c", "elsewhere"))).jobs();
        assertEquals(List.of("b", "d"), found.stream().map(Candidate::id).toList());
        assertEquals(1, get(store().candidates(1, Set.of())).jobs().size());
        assertInstanceOf(IllegalArgumentException.class, failure(store().candidates(0, Set.of())));
    }

    /** A store that reads on several connections must look afresh on each of them, also after a look cut short. */
    @Test
    default void everyLookSeesTheStoreAsItIs() {
        enqueue("a", "b", "c", "d");
        for (String next : List.of("a", "b", "c")) {
            get(store().candidates(1, Set.of("d")));
            applied(store().hold(claim(next).lease(), Ending.uncounted("for the test")));
            for (int look = 0; look < 4; look++) {
                assertEquals(
                        List.of(),
                        get(store().candidates(3, Set.of("d"))).jobs().stream()
                                .map(Candidate::id)
                                .filter(id -> id.compareTo(next) <= 0)
                                .toList());
            }
        }
    }

    @Test
    default void aDelayedJobIsNoCandidateUntilItIsDue() {
        Lease lease = leased("a");
        enqueue("b");
        applied(store().release(lease, Ending.attempt("reset"), Duration.ofSeconds(5)));

        Candidates before = get(store().candidates(10, Set.of()));
        assertEquals(List.of("b"), before.jobs().stream().map(Candidate::id).toList());
        assertEquals(Optional.of(Duration.ofSeconds(5)), before.nextDue());
        assertEquals(Duration.ofSeconds(5), find("a").delay());

        letTimePass(Duration.ofMillis(4_999));
        assertEquals(List.of("b"), candidateIds());
        assertInstanceOf(Claim.Lost.class, get(store().claim("a", "worker", LEASE)));

        letTimePass(Duration.ofMillis(1));
        Candidates after = get(store().candidates(10, Set.of()));
        assertEquals(List.of("a", "b"), after.jobs().stream().map(Candidate::id).toList());
        assertEquals(Optional.empty(), after.nextDue());
        claim("a");
    }

    @Test
    default void aClaimGivesThePayloadAndANewEpoch() {
        enqueue("a");
        Job first = claim("a");
        assertEquals(new Lease("a", 1), first.lease());
        assertEquals(Bytes.utf8("payload of a"), first.payload());
        assertEquals(new Counters(1, 0, 0, 0), first.counters());
        assertEquals(Optional.of("worker"), find("a").owner());
        assertEquals(List.of(), candidateIds());

        applied(store().release(first.lease(), Ending.uncounted("drained"), Duration.ZERO));
        Job second = claim("a");
        assertEquals(new Lease("a", 2), second.lease());
        assertEquals(new Counters(2, 0, 0, 0), second.counters());
    }

    @Test
    default void aSecondClaimIsLostAndSaysWhatTheJobIs() {
        Lease lease = leased("a");
        assertEquals(new Claim.Lost("a", Optional.of(JobState.LEASED)), get(store().claim("a", "other", LEASE)));
        assertEquals(Optional.of("worker"), find("a").owner());
        applied(store().ack(lease, 0, storing("done")));
        assertEquals(new Claim.Lost("a", Optional.of(JobState.DONE)), get(store().claim("a", "other", LEASE)));
    }

    @Test
    default void aClaimOfNothingIsLost() {
        assertEquals(new Claim.Lost("a", Optional.empty()), get(store().claim("a", "worker", LEASE)));
    }

    @Test
    default void aLeaseMustLast() {
        enqueue("a");
        assertInstanceOf(IllegalArgumentException.class, failure(store().claim("a", "worker", Duration.ZERO)));
        assertEquals(JobState.READY, find("a").state());
    }

    @Test
    default void heartbeatsCarryALeasePastItsEnd() {
        Lease lease = leased("a");
        for (int beat = 0; beat < 10; beat++) {
            letTimePass(Duration.ofSeconds(50));
            assertEquals(Set.of(), get(store().heartbeat(List.of(lease), LEASE)));
            assertEquals(List.of(), get(store().reapExpired(10)).ready());
        }
        letTimePass(LEASE);
        assertEquals(List.of("a"), get(store().reapExpired(10)).ready());
    }

    @Test
    default void heartbeatsNameTheLeasesThatAreLost() {
        Lease held = leased("held");
        Lease done = leased("done");
        applied(store().ack(done, 0, storing("result")));
        Lease fenced = leased("fenced");
        applied(store().release(fenced, Ending.uncounted("drained"), Duration.ZERO));
        claim("fenced");
        Lease unknown = new Lease("unknown", 1);
        assertEquals(
                Set.of(done, fenced, unknown), get(store().heartbeat(List.of(held, done, fenced, unknown), LEASE)));
    }
}
