package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.lost;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.Ending;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.StoredResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store that survives finds when it is opened again. Confined to one thread. */
public interface ReopenContract extends StoreFixture {

    @Test
    default void everythingIsThereAfterReopening() throws Exception {
        needs(Ability.SURVIVES_REOPENING);
        enqueue("done", "dead", "held", "waiting", "ready");
        applied(store().ack(claim("done").lease(), 3, storing("result")));
        applied(store().bury(claim("dead").lease(), Ending.attempt("bad")));
        applied(store().hold(claim("held").lease(), Ending.uncounted("quota")));
        applied(store().release(claim("waiting").lease(), Ending.attempt("reset"), Duration.ofSeconds(9)));
        get(store().put("offset", Bytes.utf8("17")));
        List<JobSnapshot> before = List.of(find("done"), find("dead"), find("held"), find("waiting"), find("ready"));

        reopen();
        assertEquals(before, List.of(find("done"), find("dead"), find("held"), find("waiting"), find("ready")));
        assertEquals(List.of(new StoredResult(1, "done", Bytes.utf8("result"))), get(store().results(0, 10)));
        assertEquals(Optional.of(Bytes.utf8("17")), get(store().value("offset")));
        assertEquals(5, get(store().counts()).total());
        assertEquals(0, get(store().resultsRemoved()));
        applied(store().ack(claim("ready").lease(), 0, storing("next")));
        assertEquals(2, get(store().result("ready")).orElseThrow().commitSequence());
    }

    @Test
    default void aReplacementIsThereAfterReopening() throws Exception {
        needs(Ability.SURVIVES_REOPENING);
        Lease old = leased("a");
        applied(store().ack(old, 3, storing("old")));
        get(store().replace(List.of(ReplaceContract.other("a"))));
        reopen();
        assertEquals(1, get(store().resultsRemoved()));
        assertEquals(JobState.READY, find("a").state());
        lost(JobState.READY, store().ack(old, 0, storing("old")));
        applied(store().ack(claim("a").lease(), 0, storing("new")));
        assertEquals(List.of(new StoredResult(2, "a", Bytes.utf8("new"))), get(store().results(0, 10)));
    }

    @Test
    default void whoeverOpensAStoreForItselfTakesItsLeasesOver() throws Exception {
        needs(Ability.SURVIVES_REOPENING);
        Lease old = leased("a");
        enqueue("b");
        reopen();
        assertEquals(List.of("a", "b"), candidateIds());
        assertEquals(new Counters(1, 0, 0, 1), find("a").counters());
        lost(JobState.READY, store().release(old, Ending.attempt("late"), Duration.ZERO));
        assertEquals(2, claim("a").lease().epoch());
    }
}
