package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private final Estimator estimator = new Estimator();

    /** Whatever ends in whatever order, the rest stand in the order of their sending. */
    @Test
    void keepsTheOrderOfTheirSending() {
        Random random = new Random(7);
        Flights flights = new Flights();
        List<Ticket> expected = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            if (expected.isEmpty() || random.nextInt(5) < 2 + (expected.size() < 20 ? 1 : 0)) {
                Ticket ticket = ticket(step);
                flights.add(ticket);
                expected.add(ticket);
            } else {
                flights.remove(expected.remove(random.nextInt(expected.size())));
            }
            assertEquals(expected, flights.all());
            assertEquals(expected.stream().findFirst(), flights.oldest());
            assertEquals(expected.size(), flights.calls());
            assertEquals(10L * expected.size(), flights.bytes());
        }
        assertTrue(expected.size() > 1, "the last of the steps had something to order");
    }

    @Test
    void takesACallOutOnce() {
        Flights flights = new Flights();
        Ticket ticket = ticket(1);
        flights.add(ticket);
        flights.remove(ticket);
        flights.remove(ticket);
        assertEquals(0, flights.calls());
        assertEquals(0, flights.bytes());
        assertEquals(Optional.empty(), flights.oldest());
    }

    private Ticket ticket(int sequence) {
        Line line = new Line();
        Demand demand = Demand.of(estimator.estimate(Cost.ofBytes(10)), Metering.AS_PRODUCED);
        Ticket.Start start = new Ticket.Start(line.nextPlace(Priority.NORMAL), demand, sequence, 0, sequence, false);
        return new Ticket(start, new long[0]);
    }
}
