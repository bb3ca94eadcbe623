package dev.forebay.bench.virtual;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a scenario: real pools, queues and workers against the simulator's model, on one thread, one clock and one seed. Stateless.
 */
final class Lab {

    private Lab() {}

    /**
     * Runs it to the end.
     *
     * @throws AssertionError if it hangs
     */
    static Outcome run(Scenario scenario, long seed) {
        LabClock clock = new LabClock();
        SimulatedProvider provider =
                new SimulatedProvider(scenario.provider().toBuilder().seed(seed).build(), clock.simulator());
        Tape tape = new Tape(clock);
        List<Document> documents = scenario.documents(seed);
        List<Client> clients = new ArrayList<>();
        for (int index = 0; index < scenario.clients(); index++) {
            List<Document> own = share(documents, index, scenario.clients());
            clients.add(Client.start(new Client.Setup(
                    "client-" + index, clock, provider, scenario, own, tape, seed * 1_000 + index * 10L)));
        }
        scenario.killed()
                .ifPresent(time -> clock.schedule(time, () -> {
                    clients.forEach(Client::kill);
                    clock.schedule(Scenario.DOWN, () -> clients.replaceAll(Client::startAgain));
                }));
        long longestNanos = scenario.longest().toNanos();
        List<Ledger> history = new ArrayList<>();
        while (!clients.stream().allMatch(Client::isDone)) {
            if (!clock.runNext() || clock.elapsedNanos() > longestNanos) {
                throw new AssertionError("the work hangs: " + clients);
            }
            while (history.size() * Outcome.STEP_NANOS <= clock.elapsedNanos()) {
                history.add(provider.ledger());
            }
            if (clock.isSettled()) {
                clients.forEach(Client::check);
            }
        }
        List<String> violations = new ArrayList<>();
        clients.forEach(client -> violations.addAll(client.verdict()));
        Ledger ledger = provider.ledger();
        if (ledger.earlyAfterRetryAfter() > 0) {
            violations.add(ledger.earlyAfterRetryAfter() + " calls were sent while a wait ran that they knew of");
        }
        return new Outcome(scenario, ledger, history, tape, violations, Duration.ofNanos(clock.elapsedNanos()));
    }

    private static List<Document> share(List<Document> documents, int index, int clients) {
        List<Document> own = new ArrayList<>();
        for (int at = index; at < documents.size(); at += clients) {
            own.add(documents.get(at));
        }
        return own;
    }
}
