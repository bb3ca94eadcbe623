package dev.forebay.bench.virtual;

import dev.forebay.simulator.Call;
import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.exchange.CountedRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that cannot exist: it sees the provider's true state, has no way to go, and sends each document in the order of
 * arrival at the very moment at which it will be taken. Nobody who keeps the order does better. For one thread.
 */
final class Oracle {

    private final LabClock clock = new LabClock();
    private final SimulatedProvider provider;
    private final List<CountedRequest> requests = new ArrayList<>();
    private int next;
    private boolean waitsForAnEnd;

    private Oracle(Scenario scenario, long seed) {
        provider =
                new SimulatedProvider(scenario.provider().toBuilder().seed(seed).build(), clock.simulator());
        for (Document document : scenario.documents(seed)) {
            requests.add(CountedCalls.request(document, scenario.form(), "oracle"));
        }
    }

    /** What the provider counts when the oracle does the work of a scenario. */
    static Ledger run(Scenario scenario, long seed) {
        Oracle oracle = new Oracle(scenario, seed);
        oracle.sendAllThatPass();
        while (!oracle.isDone()) {
            if (!oracle.clock.runNext()) {
                throw new AssertionError("the oracle hangs with " + oracle.next + " calls sent");
            }
        }
        return oracle.provider.ledger();
    }

    private boolean isDone() {
        return next == requests.size() && provider.ledger().inFlight() == 0;
    }

    private void sendAllThatPass() {
        while (next < requests.size()) {
            long waitNanos = provider.nanosUntilTaken(requests.get(next));
            if (waitNanos == Long.MAX_VALUE) {
                waitsForAnEnd = true;
                return;
            }
            if (waitNanos > 0) {
                clock.scheduleNanos(waitNanos, this::sendAllThatPass);
                return;
            }
            send(requests.get(next));
            next++;
        }
    }

    private void send(CountedRequest request) {
        Call[] call = new Call[1];
        call[0] = provider.receive(request, reply -> {
            call[0].sent();
            if (waitsForAnEnd) {
                waitsForAnEnd = false;
                sendAllThatPass();
            }
        });
    }
}
