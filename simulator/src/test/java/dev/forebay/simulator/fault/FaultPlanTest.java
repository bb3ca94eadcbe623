package dev.forebay.simulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.time.Chance;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void drawsEachKindAtItsRate() {
        FaultPlan plan = FaultPlan.parse("529=0.03, 500=0.01,lost=0.005,hang=0.005");
        Map<FaultKind, Integer> drawn = new EnumMap<>(FaultKind.class);
        for (int call = 0; call < 100_000; call++) {
            plan.draw(Chance.of(7, call), 0).ifPresent(kind -> drawn.merge(kind, 1, Integer::sum));
        }
        assertEquals(3000, drawn.getOrDefault(FaultKind.OVERLOADED, 0), 200);
        assertEquals(1000, drawn.getOrDefault(FaultKind.SERVER_ERROR, 0), 120);
        assertEquals(500, drawn.getOrDefault(FaultKind.LOST, 0), 90);
        assertEquals(500, drawn.getOrDefault(FaultKind.HANG, 0), 90);
        assertEquals(4, drawn.size());
    }

    @Test
    void opensAWindowForItsTime() {
        FaultPlan plan = FaultPlan.parse("500=0.0,529=1@60s+60s");
        Chance chance = new Chance(1);
        assertEquals(Optional.empty(), plan.draw(chance, 60 * SECOND - 1));
        assertEquals(Optional.of(FaultKind.OVERLOADED), plan.draw(chance, 60 * SECOND));
        assertEquals(Optional.of(FaultKind.OVERLOADED), plan.draw(chance, 120 * SECOND - 1));
        assertEquals(Optional.empty(), plan.draw(chance, 120 * SECOND));
    }

    @Test
    void aWindowBeatsWhatHappensAllTheTime() {
        FaultPlan plan = FaultPlan.parse("lost=1,529=1@0s+1s");
        assertEquals(Optional.of(FaultKind.OVERLOADED), plan.draw(new Chance(1), 0));
        assertEquals(Optional.of(FaultKind.LOST), plan.draw(new Chance(1), SECOND));
    }

    @Test
    void readsWhatItWrites() {
        String text = FaultPlan.parse("529=0.5@1m+90s,hang=0.25").toString();
        assertEquals(text, FaultPlan.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "530=0.1; fault '530' is unknown",
                "529; has no '='",
                "529=often; write a number from 0 to 1",
                "529=1.5; allowed is 0 to 1",
                "529=-0.1; allowed is 0 to 1",
                "529=0.7,500=0.7; add up to 1.4",
                "529=1@60s; write rate@start+length",
                "529=1@60s+0s; has no length",
                "529=1@soon+60s; write a duration"
            })
    void saysWhatIsWrong(String text, String part) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(text))
                .getMessage());
        assertTrue(message.contains(part), message);
    }
}
