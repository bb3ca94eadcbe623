package dev.forebay.pool;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a {@link Snapshot} as JSON; core has no dependencies, so by hand. */
final class SnapshotJson {

    private SnapshotJson() {}

    static String write(Snapshot snapshot) {
        String meters = snapshot.meters().stream().map(SnapshotJson::meter).collect(Collectors.joining(","));
        String outcomes = snapshot.outcomes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> quoted(entry.getKey().name().toLowerCase(Locale.ROOT)) + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        String cap = snapshot.concurrencyCap() == Integer.MAX_VALUE ? "null" : "" + snapshot.concurrencyCap();
        return "{\"pool\":" + quoted(snapshot.pool())
                + ",\"waiting\":" + snapshot.waiting()
                + ",\"in_flight\":" + snapshot.inFlight()
                + ",\"concurrency_cap\":" + cap
                + ",\"meters\":[" + meters + "]"
                + ",\"outcomes\":{" + outcomes + "}"
                + ",\"stopped\":" + quoted(snapshot.stopped()) + "}";
    }

    private static String meter(Snapshot.MeterSnapshot meter) {
        return String.format(
                Locale.ROOT,
                "{\"dimension\":%s,\"period_seconds\":%d,\"limit\":%d,\"capacity\":%.3f,\"level\":%.3f,"
                        + "\"reserved\":%.3f,\"used_last_minute\":%d,\"drift\":%.3f,\"neighbour_share\":%.3f}",
                quoted(meter.dimension().name()),
                meter.period().toSeconds(),
                meter.limit(),
                meter.capacity(),
                meter.level(),
                meter.reserved(),
                meter.usedLastMinute(),
                meter.drift(),
                meter.neighbourShare());
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < 0x20) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }
}
