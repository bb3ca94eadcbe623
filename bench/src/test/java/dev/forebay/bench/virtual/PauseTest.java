package dev.forebay.bench.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Times in which the provider had asked to wait are counted once, however many answers asked. */
class PauseTest {

    @Test
    void noTimeIsInTwoOfThem() {
        List<Pause> asked = List.of(new Pause(50, 70), new Pause(0, 20), new Pause(5, 10), new Pause(15, 40));
        assertEquals(List.of(new Pause(0, 20), new Pause(20, 40), new Pause(50, 70)), Pause.apart(asked));
    }

    @Test
    void countsWhatLiesBetweenTwoMoments() {
        assertEquals(5, new Pause(0, 20).within(15, 60));
        assertEquals(0, new Pause(0, 20).within(20, 60));
        assertEquals(10, new Pause(0, 20).within(5, 15));
    }
}
