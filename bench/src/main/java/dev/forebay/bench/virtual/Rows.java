package dev.forebay.bench.virtual;

import dev.forebay.limit.Limits;
import dev.forebay.simulator.HeaderProfile;
import java.util.List;

/** All rows of the table. Stateless. */
final class Rows {

    private static final double ANY = Double.POSITIVE_INFINITY;

    private Rows() {}

    static List<Row> all() {
        return List.of(
                new Row(
                        "limits-given",
                        0.98,
                        1,
                        3,
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)),
                new Row(
                        "rates-given",
                        0.98,
                        1,
                        3,
                        (setting, calls) -> Scenario.of(setting.provider(), setting.knownRates(), calls)),
                new Row(
                        "nothing-given",
                        0.95,
                        1,
                        ANY,
                        (setting, calls) -> Scenario.of(setting.provider(), Limits.unknown(), calls)),
                new Row(
                        "two-processes",
                        0.95,
                        5,
                        ANY,
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)
                                .withClients(2)),
                new Row(
                        "four-processes",
                        0.95,
                        20,
                        ANY,
                        (setting, calls) -> Scenario.of(setting.provider(), setting.known(), calls)
                                .withClients(4)),
                new Row(
                        "no-headers-no-limits",
                        0.85,
                        20,
                        ANY,
                        (setting, calls) ->
                                Scenario.of(setting.provider().headers(HeaderProfile.NONE), Limits.unknown(), calls)),
                new Row(
                        "burst-1.5s",
                        0.95,
                        2,
                        ANY,
                        (setting, calls) -> Scenario.of(
                                setting.withBurst(1.5).provider(),
                                setting.withBurst(1.5).known(),
                                calls)));
    }
}
