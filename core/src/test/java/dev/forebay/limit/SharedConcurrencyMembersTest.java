package dev.forebay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The line of the pools by itself.
 *
 * <p>Planted fault that it catches: a pool that leaves the line tells nobody.
 */
class SharedConcurrencyMembersTest {

    private final SharedConcurrency shared = SharedConcurrency.of(1);
    private final List<String> told = new ArrayList<>();

    @Test
    void whoIsToldAndLeavesHasTheNextOneTold() {
        SharedConcurrency.Member busy = shared.join(() -> told.add("busy"));
        List<SharedConcurrency.Member> undecided = new ArrayList<>();
        undecided.add(shared.join(() -> {
            told.add("undecided");
            undecided.get(0).leave();
            undecided.get(0).announce();
        }));
        SharedConcurrency.Member last = shared.join(() -> told.add("last"));
        assertTrue(busy.startOrWait());
        assertFalse(undecided.get(0).startOrWait());
        assertFalse(last.startOrWait());
        busy.end();
        busy.announce();
        assertEquals(List.of("undecided", "last"), told);
        assertTrue(last.startOrWait());
    }

    @Test
    void newsIsToldOnce() {
        SharedConcurrency.Member one = shared.join(() -> told.add("one"));
        SharedConcurrency.Member other = shared.join(() -> told.add("other"));
        assertTrue(one.startOrWait());
        assertFalse(other.startOrWait());
        one.end();
        one.announce();
        one.announce();
        assertEquals(List.of("other"), told);
    }
}
