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
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way in which providers limit, tell or fail, by itself: for each of them T7 holds. Immutable.
 *
 * @param name as it is written on the command line
 * @param more the limits beside the rates
 * @param hardship what is peculiar to it
 * @param work how many times the calls of a plain one are needed for as many minutes
 */
record ProviderModel(String name, String more, UnaryOperator<SimulatorOptions.Builder> hardship, int work) {

    private static final String INPUT_AND_OUTPUT = "rpm=600,itpm=300000,otpm=60000";
    private static final String TOTAL = "rpm=600,tpm=300000";

    /** More than the smallest bucket holds, and little beside what a minute lets through. */
    private static final long INPUT_TOKENS_MAX = 8_000;

    /** All of them. */
    static List<ProviderModel> all() {
        return List.of(
                of("burst-1s", "burst=1"),
                of("burst-3s", "burst=3"),
                of("burst-10s", "burst=10"),
                of("burst-60s", "burst=60"),
                of("fixed-window", "counting=fixed"),
                of("sliding-window", "counting=sliding"),
                of("request-slices", "burst=10,counting=request-slices"),
                of("token-slices", "counting=slices"),
                of("stamped-at-start", "burst=10", provider -> provider.conduct(plain().withStamp(Stamp.START))),
                of("stamped-at-end", "burst=10", provider -> provider.conduct(plain().withStamp(Stamp.END))),
                of("stamped-as-seen", "burst=10", provider -> provider.conduct(plain().withStamp(Stamp.AS_SEEN))),
                of("rejected-charged", "counting=sliding", provider -> provider.chargeRejected(true)),
                of("rejected-free", "counting=sliding", provider -> provider.chargeRejected(false)),
                of("retry-after-later", "counting=sliding", provider -> provider.retryAfter(RetryAfterProfile.LATER)),
                of(
                        "retry-after-missing",
                        "counting=sliding",
                        provider -> provider.retryAfter(RetryAfterProfile.MISSING)),
                of("retry-after-zero", "counting=sliding", provider -> provider.retryAfter(RetryAfterProfile.ZERO)),
                of("retry-after-on-successes", "burst=10", provider -> provider.retryAfter(RetryAfterProfile.ALWAYS)),
                of("no-headers-of-requests", "burst=10", provider -> provider.headers(HeaderProfile.NO_REQUESTS)),
                of("no-headers", "burst=10", provider -> provider.headers(HeaderProfile.NONE)),
                of("no-headers-fixed-window", "counting=fixed", provider -> provider.headers(HeaderProfile.NONE)),
                of(
                        "nothing-told-at-all",
                        "burst=10",
                        provider -> provider.headers(HeaderProfile.NONE).retryAfter(RetryAfterProfile.MISSING)),
                of("clock-an-hour-ahead", "counting=fixed", provider -> provider.conduct(skewed(3_600))),
                of("clock-behind", "burst=10", provider -> provider.conduct(skewed(-90))),
                of(
                        "limits-halved",
                        "burst=10",
                        provider -> provider.conduct(plain().withChanges(LimitChange.parse("0.5@40s")))),
                of(
                                "limits-doubled",
                                "burst=10",
                                provider -> provider.conduct(plain().withChanges(LimitChange.parse("2@40s"))))
                        .withTwiceTheCalls(),
                of(
                        "neighbour-half",
                        "burst=10",
                        provider -> provider.conduct(plain().withNeighbour(Neighbour.always(0.5)))),
                of(
                        "neighbour-now-and-then",
                        "burst=10",
                        provider -> provider.conduct(plain().withNeighbour(Neighbour.parse("0.5:30s/30s")))),
                // Here the cap binds and not the limits.
                of(
                        "concurrency-12",
                        "burst=10,concurrency=12",
                        provider ->
                                provider.headers(HeaderProfile.NONE).latency(Latency.around(Duration.ofSeconds(20)))),
                // As OpenAI's rule of thumb has it, half more in fifteen minutes.
                of(
                        "acceleration",
                        "burst=10",
                        provider -> provider.conduct(plain().withAcceleration(new Acceleration(0.5, 0.027)))),
                of(
                        "acceleration-doubling",
                        "burst=10",
                        provider -> provider.conduct(plain().withAcceleration(new Acceleration(0.25, 1)))),
                of("overloaded", "burst=10", provider -> provider.faults(FaultPlan.parse("529=0.03"))),
                of("server-errors", "burst=10", provider -> provider.faults(FaultPlan.parse("500=0.03"))),
                of("lost", "burst=10", provider -> provider.faults(FaultPlan.parse("lost=0.03"))),
                of("hang", "burst=10", provider -> provider.faults(FaultPlan.parse("hang=0.03"))),
                of(
                        "all-faults",
                        "burst=10",
                        provider -> provider.faults(FaultPlan.parse("529=0.03,500=0.01,lost=0.005,hang=0.005"))));
    }

    private static ProviderModel of(String name, String more) {
        return of(name, more, UnaryOperator.identity());
    }

    private static ProviderModel of(String name, String more, UnaryOperator<SimulatorOptions.Builder> hardship) {
        return new ProviderModel(name, more, hardship, 1);
    }

    private ProviderModel withTwiceTheCalls() {
        return new ProviderModel(name, more, hardship, 2);
    }

    private static Conduct plain() {
        return Conduct.plain();
    }

    private static Conduct skewed(int seconds) {
        return Conduct.plain().withClockSkew(Duration.ofSeconds(seconds));
    }

    /** This model in one of four ways by the seed: in both forms, to a client that was given the limits and to one that was not. */
    Mix mix(long seed, int calls) {
        Form form = seed % 2 == 0 ? Form.OPENAI : Form.ANTHROPIC;
        boolean given = seed % 4 < 2;
        String rates = form == Form.OPENAI ? TOTAL : INPUT_AND_OUTPUT;
        SimulatorOptions.Builder provider = SimulatorOptions.builder()
                .limits(dev.forebay.simulator.limit.Limits.parse(rates + "," + more))
                .latency(Latency.around(Duration.ofSeconds(1)));
        Scenario scenario = Scenario.of(
                        hardship.apply(provider), given ? Limits.parse(rates) : Limits.unknown(), work * calls)
                .withLargestDocument(INPUT_TOKENS_MAX)
                .in(form);
        String options =
                name + "; " + form + "; " + rates + "," + more + (given ? "; limits given" : "; nothing given");
        return new Mix(scenario, options, true, false);
    }
}
