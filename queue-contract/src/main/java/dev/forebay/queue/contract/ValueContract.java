package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.applied;
import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Small named values, and the hook that writes them into every commit. Confined to one thread. */
public interface ValueContract extends StoreFixture {

    @Test
    default void aValueReplacesAnEarlierOne() {
        assertEquals(Optional.empty(), get(store().value("offset")));
        assertEquals(true, get(store().put("offset", Bytes.utf8("1"))));
        assertEquals(true, get(store().put("offset", Bytes.utf8("2"))));
        assertEquals(false, get(store().put("offset", Bytes.utf8("2"))));
        assertEquals(Optional.of(Bytes.utf8("2")), get(store().value("offset")));
        get(store().put("offset", Bytes.empty()));
        assertEquals(Optional.of(Bytes.empty()), get(store().value("offset")));
    }

    @Test
    default void aTransactionSeesCommittedValuesAndItsOwn() {
        get(store().put("sum", Bytes.utf8("4")));
        applied(store().ack(leased("a"), 0, transaction -> {
            assertEquals(Optional.of(Bytes.utf8("4")), transaction.value("sum"));
            transaction.put("sum", Bytes.utf8("5"));
            assertEquals(Optional.of(Bytes.utf8("5")), transaction.value("sum"));
        }));
        assertEquals(Optional.of(Bytes.utf8("5")), get(store().value("sum")));
    }

    @Test
    default void theHookWritesIntoEachCommit() {
        AtomicInteger level = new AtomicInteger();
        store().beforeCommit(
                        transaction -> transaction.put("level", Bytes.utf8(String.valueOf(level.incrementAndGet()))));
        enqueue("a");
        Bytes afterEnqueue = get(store().value("level")).orElseThrow();
        applied(store().ack(claim("a").lease(), 0, storing("done")));
        Bytes afterAck = get(store().value("level")).orElseThrow();
        assertEquals("1", afterEnqueue.utf8());
        assertEquals("3", afterAck.utf8());
    }

    @Test
    default void aHookThatThrowsLosesItsWritesAndHurtsNobody() {
        store().beforeCommit(transaction -> {
            transaction.put("broken", Bytes.utf8("x"));
            throw new IllegalStateException("planted by a test");
        });
        store().beforeCommit(transaction -> transaction.put("sound", Bytes.utf8("y")));
        applied(store().ack(leased("a"), 0, storing("done")));
        assertEquals(JobState.DONE, find("a").state());
        assertEquals(Optional.empty(), get(store().value("broken")));
        assertEquals(Optional.of(Bytes.utf8("y")), get(store().value("sound")));
    }
}
