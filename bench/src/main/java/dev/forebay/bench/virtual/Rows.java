package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.limit.Acceleration;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.LimitChange;
import dev.forebay.simulator.limit.Neighbour;
import java.time.Duration;
import java.util.List;

/** All rows of the table. Stateless. */
final class Rows {

    /** When limits change in the midst of a run: the first burst is used up by then. */
    private static final String CHANGE_AT = "@120s";

    /** Fits into half of the smallest limit a minute. */
    private static final long LARGEST_FOR_CHANGES = 12_000;

    /** An undocumented cap is to be found in a run of so many calls. */
    private static final int CALLS_AGAINST_A_CAP = 600;

    /** In the midst of a run, with many calls in flight; the row counts the 429s of the minute after it. */
    private static final Duration KILLED = Duration.ofSeconds(90);

    private static final Duration RESUMED = KILLED.plus(Scenario.DOWN);

    private static final Duration NEIGHBOUR_ON = Duration.ofSeconds(60);
    private static final Duration NEIGHBOUR_OFF = Duration.ofSeconds(60);

    private Rows() {}

    static List<Row> all() {
        return List.of(
                Row.of(
                        "limits-given",
                        Target.of(0.98, 1).andNoSeedAbove(3),
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)),
                Row.of(
                        "rates-given",
                        Target.of(0.98, 1).andNoSeedAbove(3),
                        (setting, calls) -> Scenario.of(setting.provider(), setting.knownRates(), calls)),
                Row.of(
                        "nothing-given",
                        Target.of(0.97, 1),
                        (setting, calls) -> Scenario.of(setting.provider(), Limits.unknown(), calls)),
                Row.of(
                        "fixed-window",
                        Target.of(0.97, 1),
                        (setting, calls) ->
                                Scenario.of(setting.providerWith("counting=fixed"), setting.knownRates(), calls)),
                Row.of(
                        "sliding-window",
                        Target.of(0.97, 1),
                        (setting, calls) ->
                                Scenario.of(setting.providerWith("counting=sliding"), setting.knownRates(), calls)),
                Row.of(
                        "sliced-requests",
                        Target.of(0.95, 1),
                        (setting, calls) -> Scenario.of(
                                setting.providerWith("counting=request-slices"), setting.knownRates(), calls)),
                Row.of(
                        "sliced-tokens",
                        Target.reported(),
                        (setting, calls) ->
                                Scenario.of(setting.providerWith("counting=slices"), setting.knownRates(), calls)),
                Row.of(
                        "neighbour-half",
                        Target.of(0.97, 5),
                        (setting, calls) -> withNeighbour(setting, Neighbour.always(0.5), calls)),
                Row.of(
                        "neighbour-on-off",
                        Target.of(0.97, 5),
                        (setting, calls) ->
                                withNeighbour(setting, new Neighbour(0.5, NEIGHBOUR_ON, NEIGHBOUR_OFF), calls)),
                Row.of(
                                "alone-again-after-15s",
                                Target.of(0.97, 5),
                                (setting, calls) ->
                                        withNeighbour(setting, new Neighbour(0.5, NEIGHBOUR_ON, NEIGHBOUR_OFF), calls))
                        .withShare(outcome -> AloneAgain.share(outcome, NEIGHBOUR_ON, NEIGHBOUR_OFF)),
                Row.of(
                        "two-processes",
                        Target.of(0.95, 5),
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)
                                .withClients(2)),
                Row.of(
                        "four-processes",
                        Target.of(0.95, 20),
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)
                                .withClients(4)),
                Row.of(
                        "no-headers-no-limits",
                        Target.of(0.85, 20),
                        (setting, calls) ->
                                Scenario.of(setting.provider().headers(HeaderProfile.NONE), Limits.unknown(), calls)),
                Row.of(
                        "burst-1.5s",
                        Target.of(0.95, 2),
                        (setting, calls) -> Scenario.of(
                                setting.withBurst(1.5).provider(),
                                setting.withBurst(1.5).known(),
                                calls)),
                Row.of(
                        "limits-halved",
                        Target.of(0.95, 5),
                        (setting, calls) -> withChange(setting, "0.5" + CHANGE_AT, calls)),
                Row.of(
                        "limits-doubled",
                        Target.of(0.95, 5),
                        (setting, calls) -> withChange(setting, "2" + CHANGE_AT, calls)),
                Row.of(
                                "resumed",
                                Target.of(0, 1).andNoSeedAbove(1),
                                (setting, calls) -> Scenario.of(setting.provider(), setting.knownRates(), calls)
                                        .killedAfter(KILLED))
                        .withRejected(outcome -> outcome.rejectedBetween(RESUMED, RESUMED.plusMinutes(1))),
                Row.of(
                        "concurrency-12",
                        Target.of(0, 40),
                        (setting, calls) -> Scenario.of(
                                setting.providerWith("concurrency=12"), setting.known(), CALLS_AGAINST_A_CAP)),
                Row.of(
                        "acceleration",
                        Target.reported(),
                        (setting, calls) -> Scenario.of(
                                setting.provider().conduct(Conduct.plain().withAcceleration(new Acceleration(0.25, 1))),
                                setting.known(),
                                calls)));
    }

    private static Scenario withNeighbour(Setting setting, Neighbour neighbour, int calls) {
        return Scenario.of(
                setting.provider().conduct(Conduct.plain().withNeighbour(neighbour)), setting.knownRates(), calls);
    }

    private static Scenario withChange(Setting setting, String change, int calls) {
        return Scenario.of(
                        setting.provider().conduct(Conduct.plain().withChanges(LimitChange.parse(change))),
                        Limits.unknown(),
                        calls)
                .withLargestDocument(LARGEST_FOR_CHANGES);
    }
}
