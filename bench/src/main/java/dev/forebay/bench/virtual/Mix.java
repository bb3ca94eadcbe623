package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.RetryAfterProfile;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Acceleration;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Neighbour;
import dev.forebay.simulator.limit.Stamp;
import dev.forebay.simulator.time.Chance;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario drawn by chance from everything that the simulator can do. Immutable.
 *
 * @param scenario what is run
 * @param options the draw in words, beside the seed all that is needed to understand a failure
 * @param honest whether the provider says what it does and does it, so that liveness is asked for
 * @param calm whether nothing may be rejected, but for three calls in a thousand
 */
record Mix(Scenario scenario, String options, boolean honest, boolean calm) {

    private static final List<String> RATES = List.of(
            "rpm=1200,itpm=600000,otpm=120000", "rpm=4000,itpm=400000,otpm=200000", "rpm=200,itpm=100000,otpm=20000");

    /** Of the last, requests bind; half of the smallest still takes the largest document. */
    private static final List<String> TOTAL_RATES =
            List.of("rpm=500,tpm=200000", "rpm=1000,tpm=400000", "rpm=500,tpm=40000", "rpm=60,tpm=400000");

    private static final List<Double> BURSTS = List.of(60.0, 10.0, 3.0, 1.5);
    private static final List<Duration> LATENCIES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(200));
    private static final List<String> COUNTINGS = List.of("bucket", "fixed", "sliding", "request-slices", "slices");

    /** A mix of anything. */
    static Mix any(long seed, int calls) {
        return new Draw(seed).any(calls);
    }

    /**
     * A setting of T3: a bucket provider, a way on which calls overtake each other, any stamp, headers lost at random, exact
     * estimates, nobody else: nothing may ever be rejected.
     *
     * @param transitMax of each direction. A bucket that is full while calls are on their way loses what they would have made
     *     room for; no client can see that, so what is on its way must be part of its margin
     */
    static Mix sound(long seed, int calls, Duration transitMax) {
        return new Draw(seed).sound(calls, transitMax);
    }

    /** Draws one after the other. */
    private static final class Draw {

        private final Chance chance;
        private final Form form;
        private final List<String> words = new ArrayList<>();
        private Conduct conduct = Conduct.plain();
        private boolean honest = true;
        private boolean calm = true;

        Draw(long seed) {
            chance = Chance.of(seed, Long.MAX_VALUE);
            // Drawn by itself, so that it leaves the other draws as they are.
            form = Chance.of(seed, Long.MAX_VALUE - 1).happens(0.5) ? Form.OPENAI : Form.ANTHROPIC;
        }

        Mix any(int calls) {
            String rates = one(form == Form.OPENAI ? TOTAL_RATES : RATES);
            double burst = one(BURSTS);
            String counting = chance.happens(0.5) ? COUNTINGS.getFirst() : one(COUNTINGS);
            calm &= counting.equals("bucket") && burst >= 10;
            String cap = chance.happens(0.1) ? ",concurrency=12" : "";
            unlessEmpty(cap);
            String limits = rates + ",burst=" + burst + ",counting=" + counting + cap;
            Duration latency = one(LATENCIES);
            words.addFirst(form + "; " + limits + "; latency " + latency.toMillis() + " ms");
            SimulatorOptions.Builder provider = SimulatorOptions.builder()
                    .limits(dev.forebay.simulator.limit.Limits.parse(limits))
                    .latency(Latency.around(latency));
            Limits known = headersAndKnown(provider, rates, counting.equals("bucket") ? burst : 1);
            hardships(provider);
            int clients = chance.happens(0.1) ? 2 : 1;
            calm &= clients == 1;
            honest &= clients == 1;
            words.add(clients + " clients");
            Scenario scenario = Scenario.of(provider.conduct(conduct), known, calls)
                    .withClients(clients)
                    .in(form);
            return new Mix(scenario, String.join("; ", words), honest, calm);
        }

        Mix sound(int calls, Duration transitMax) {
            String rates = one(List.of("rpm=1200,itpm=600000", "rpm=4000,itpm=400000", "rpm=200,itpm=600000"));
            double burst = one(List.of(60.0, 10.0, 5.0, 3.0));
            Duration latency = one(LATENCIES);
            Stamp stamp = one(List.of(Stamp.values()));
            boolean told = chance.happens(0.5);
            // Whoever knows nothing and is told nothing must find out by trying.
            double lost = told ? one(List.of(0.0, 0.3, 0.9)) : 0;
            String limits = rates + ",burst=" + burst;
            SimulatorOptions.Builder provider = SimulatorOptions.builder()
                    .limits(dev.forebay.simulator.limit.Limits.parse(limits))
                    .latency(Latency.around(latency))
                    .conduct(conduct.withStamp(stamp));
            Scenario scenario = Scenario.of(provider, told ? Limits.parse(limits) : Limits.unknown(), calls)
                    .exactOver(new Way(transitMax, lost));
            if (!told) {
                // What no header has shown yet cannot be known: the promise is for calls of at most a third of the
                // bucket.
                double perMinute = Double.parseDouble(rates.replaceAll(".*itpm=", ""));
                scenario = scenario.withLargestDocument((long) (perMinute / 60 * burst / 3));
            }
            return new Mix(
                    scenario,
                    "T3: " + limits + "; latency " + latency.toMillis() + " ms; stamp " + stamp + "; headers lost "
                            + lost + (told ? "; limits given" : "; nothing given"),
                    false,
                    true);
        }

        private Limits headersAndKnown(SimulatorOptions.Builder provider, String rates, double burst) {
            HeaderProfile headers = chance.happens(0.8) ? HeaderProfile.ALL : one(List.of(HeaderProfile.values()));
            provider.headers(headers);
            int known = chance.below(headers == HeaderProfile.NONE ? 1 : 3);
            words.add("headers " + headers + "; "
                    + List.of("limits given", "rates given", "nothing given").get(known));
            if (known == 0) {
                return Limits.parse(rates + ",burst=" + burst);
            }
            return known == 1 ? Limits.parse(rates) : Limits.unknown();
        }

        private void hardships(SimulatorOptions.Builder provider) {
            RetryAfterProfile retryAfter =
                    chance.happens(0.6) ? RetryAfterProfile.EXACT : one(List.of(RetryAfterProfile.values()));
            Stamp stamp = chance.happens(0.6) ? Stamp.AS_SEEN : one(List.of(Stamp.values()));
            Duration skew = Duration.ofSeconds(one(List.of(0, 0, 90, -90, 3_600)));
            // Mostly as the provider documents it.
            boolean charged = chance.happens(form == Form.OPENAI ? 0.8 : 0.2);
            provider.retryAfter(retryAfter).chargeRejected(charged);
            conduct = conduct.withStamp(stamp).withClockSkew(skew);
            words.add("retry-after " + retryAfter + "; stamp " + stamp + "; skew " + skew.toSeconds() + " s; rejected "
                    + (charged ? "charged" : "free"));
            if (chance.happens(0.15)) {
                Neighbour neighbour = chance.happens(0.5) ? Neighbour.always(0.3) : Neighbour.parse("0.5:30s/30s");
                conduct = conduct.withNeighbour(neighbour);
                unlessEmpty(neighbour.toString());
            }
            if (chance.happens(0.1)) {
                String change = one(List.of("0.5@40s", "2@40s"));
                conduct = conduct.withChanges(LimitChange.parse(change));
                calm = false;
                words.add("change " + change);
            }
            if (chance.happens(0.05)) {
                conduct = conduct.withAcceleration(new Acceleration(0.25, 1));
                unlessEmpty("acceleration 0.25+1");
            }
            if (chance.happens(0.15)) {
                String faults = "529=0.03,500=0.01,lost=0.005,hang=0.005";
                provider.faults(FaultPlan.parse(faults));
                unlessEmpty(faults);
            }
        }

        /** A hardship after which neither liveness nor calm is asked for. */
        private void unlessEmpty(String hardship) {
            if (!hardship.isEmpty()) {
                words.add(hardship);
                honest = false;
                calm = false;
            }
        }

        private <T> T one(List<T> choices) {
            return choices.get(chance.below(choices.size()));
        }
    }

    /**
     * What came of it with a seed. Immutable.
     *
     * @param violations what was not as promised; empty if all was
     * @param worstMinute the least part of what there was that a minute used; infinite if none was whole
     */
    record Verdict(List<String> violations, double worstMinute) {}

    /** What was not as promised with this seed; empty if all was. */
    List<String> violations(long seed) {
        return verdict(seed).violations();
    }

    /** Runs it. */
    Verdict verdict(long seed) {
        Outcome outcome;
        try {
            outcome = Lab.run(scenario, seed);
        } catch (AssertionError | RuntimeException broken) {
            return new Verdict(List.of(String.valueOf(broken)), 0);
        }
        List<String> violations = new ArrayList<>(outcome.violations());
        List<Liveness.Minute> minutes = Liveness.minutes(outcome);
        if (honest) {
            violations.addAll(Liveness.violations(minutes));
        }
        long rejected = outcome.ledger().rejectedTotal();
        long most = scenario.exact() ? 0 : Math.max(1, 3L * scenario.calls() / 1_000);
        if (calm && rejected > most) {
            violations.add("T3: " + rejected + " calls rejected, " + most + " allowed");
        }
        return new Verdict(violations, Liveness.worst(minutes));
    }
}
