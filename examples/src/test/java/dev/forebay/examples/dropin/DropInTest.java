package dev.forebay.examples.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison tells a program that loses calls from one that does not; its long form is {@code scripts/dropin.sh}. */
class DropInTest {

    @Test
    void withoutForebayCallsAreLost() throws Exception {
        Setting oneInASecond = new Setting(3, 3, "rpm=60,burst=1s", "none");
        Result result = Load.run(Library.JDK, Way.ASYNC, oneInASecond, false);
        assertFalse(result.isFlawless(), result::toString);
        assertEquals(3 - result.succeeded(), result.ledger().rejectedTotal());
        assertEquals(Map.of("StatusException", 3 - result.succeeded()), result.failures());
    }

    @Test
    void withForebayNoneIs() throws Exception {
        Setting oneIn50Milliseconds = new Setting(3, 3, "rpm=1200,burst=50ms", "none");
        for (Way way : Library.JDK.ways()) {
            Result result = Load.run(Library.JDK, way, oneIn50Milliseconds, true);
            assertTrue(result.isFlawless(), result::toString);
            assertEquals(3 + result.ledger().rejectedTotal(), result.ledger().arrived());
        }
    }
}
