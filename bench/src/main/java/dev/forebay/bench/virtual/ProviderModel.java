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
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The ways in which providers limit, tell and fail, each by itself: for each of them T7 holds. */
enum ProviderModel {
    BURST_1S("burst=1"),
    BURST_3S("burst=3"),
    BURST_10S("burst=10"),
    BURST_60S("burst=60"),
    FIXED_WINDOW("counting=fixed"),
    SLIDING_WINDOW("counting=sliding"),
    REQUEST_SLICES("burst=10,counting=request-slices"),
    TOKEN_SLICES("counting=slices"),
    STAMPED_AT_START("burst=10", provider -> provider.conduct(plain().withStamp(Stamp.START))),
    STAMPED_AT_END("burst=10", provider -> provider.conduct(plain().withStamp(Stamp.END))),
    STAMPED_AS_SEEN("burst=10", provider -> provider.conduct(plain().withStamp(Stamp.AS_SEEN))),
    REJECTED_CHARGED("counting=sliding", provider -> provider.chargeRejected(true)),
    REJECTED_FREE("counting=sliding", provider -> provider.chargeRejected(false)),
    RETRY_AFTER_LATER("counting=sliding", provider -> provider.retryAfter(RetryAfterProfile.LATER)),
    RETRY_AFTER_MISSING("counting=sliding", provider -> provider.retryAfter(RetryAfterProfile.MISSING)),
    RETRY_AFTER_ZERO("counting=sliding", provider -> provider.retryAfter(RetryAfterProfile.ZERO)),
    RETRY_AFTER_ON_SUCCESSES("burst=10", provider -> provider.retryAfter(RetryAfterProfile.ALWAYS)),
    NO_HEADERS_OF_REQUESTS("burst=10", provider -> provider.headers(HeaderProfile.NO_REQUESTS)),
    NO_HEADERS("burst=10", provider -> provider.headers(HeaderProfile.NONE)),
    NO_HEADERS_FIXED_WINDOW("counting=fixed", provider -> provider.headers(HeaderProfile.NONE)),
    NOTHING_TOLD_AT_ALL(
            "burst=10", provider -> provider.headers(HeaderProfile.NONE).retryAfter(RetryAfterProfile.MISSING)),
    CLOCK_AN_HOUR_AHEAD("counting=fixed", provider -> provider.conduct(skewed(3_600))),
    CLOCK_BEHIND("burst=10", provider -> provider.conduct(skewed(-90))),
    LIMITS_HALVED("burst=10", provider -> provider.conduct(plain().withChanges(LimitChange.parse("0.5@40s")))),
    LIMITS_DOUBLED("burst=10", provider -> provider.conduct(plain().withChanges(LimitChange.parse("2@40s")))),
    NEIGHBOUR_HALF("burst=10", provider -> provider.conduct(plain().withNeighbour(Neighbour.always(0.5)))),
    NEIGHBOUR_NOW_AND_THEN(
            "burst=10", provider -> provider.conduct(plain().withNeighbour(Neighbour.parse("0.5:30s/30s")))),
    /** Here the cap binds and not the limits. */
    CONCURRENCY_12(
            "burst=10,concurrency=12",
            provider -> provider.headers(HeaderProfile.NONE).latency(Latency.around(Duration.ofSeconds(20)))),
    /** As OpenAI's rule of thumb has it, half more in fifteen minutes. */
    ACCELERATION("burst=10", provider -> provider.conduct(plain().withAcceleration(new Acceleration(0.5, 0.027)))),
    ACCELERATION_DOUBLING(
            "burst=10", provider -> provider.conduct(plain().withAcceleration(new Acceleration(0.25, 1)))),
    OVERLOADED("burst=10", provider -> provider.faults(FaultPlan.parse("529=0.03"))),
    SERVER_ERRORS("burst=10", provider -> provider.faults(FaultPlan.parse("500=0.03"))),
    LOST("burst=10", provider -> provider.faults(FaultPlan.parse("lost=0.03"))),
    HANG("burst=10", provider -> provider.faults(FaultPlan.parse("hang=0.03"))),
    ALL_FAULTS("burst=10", provider -> provider.faults(FaultPlan.parse("529=0.03,500=0.01,lost=0.005,hang=0.005")));

    private static final String INPUT_AND_OUTPUT = "rpm=600,itpm=300000,otpm=60000";
    private static final String TOTAL = "rpm=600,tpm=300000";

    /** Two documents of this size fit into a bucket of a second and a half; half of the limit takes many of them. */
    private static final long INPUT_TOKENS_MAX = 5_000;

    private final String more;
    private final UnaryOperator<SimulatorOptions.Builder> hardship;

    ProviderModel(String more) {
        this(more, UnaryOperator.identity());
    }

    ProviderModel(String more, UnaryOperator<SimulatorOptions.Builder> hardship) {
        this.more = more;
        this.hardship = hardship;
    }

    private static Conduct plain() {
        return Conduct.plain();
    }

    private static Conduct skewed(int seconds) {
        return Conduct.plain().withClockSkew(Duration.ofSeconds(seconds));
    }

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
                        hardship.apply(provider),
                        given ? Limits.parse(rates) : Limits.unknown(),
                        this == LIMITS_DOUBLED ? 2 * calls : calls)
                .withLargestDocument(INPUT_TOKENS_MAX)
                .in(form);
        String options =
                this + "; " + form + "; " + rates + "," + more + (given ? "; limits given" : "; nothing given");
        return new Mix(scenario, options, true, false);
    }
}
