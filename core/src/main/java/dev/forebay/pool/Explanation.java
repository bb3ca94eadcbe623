package dev.forebay.pool;

import dev.forebay.limit.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why the head of a line has not started. Stateless. */
final class Explanation {

    private Explanation() {}

    static Why of(Gate gate, Line line, long now) {
        int inFlight = gate.ledger().inFlight();
        Optional<Gate.Stop> stop = gate.stopped(now);
        if (stop.isPresent()) {
            Optional<Duration> until = stop.get().untilNanos().map(nanos -> Duration.ofNanos(nanos - now));
            return new Why(line.size(), inFlight, stop.get().reason(), until, neighbourShare(gate, ""), remark(gate));
        }
        Optional<Line.Waiter> head = line.head();
        if (head.isEmpty()) {
            return new Why(0, inFlight, "", Optional.empty(), neighbourShare(gate, ""), remark(gate));
        }
        Decision decision = gate.decide(gate.ledger().demand(head.get().cost()), now);
        if (decision instanceof Decision.NotUntil later) {
            Optional<Duration> in = Optional.of(Duration.ofNanos(later.nanos() - now));
            return new Why(
                    line.size(), inFlight, later.reason(), in, neighbourShare(gate, later.reason()), remark(gate));
        }
        String others = gate.slots().isFree() ? "" : "the calls in flight of all pools";
        String released = decision instanceof Decision.WhenReleased when
                ? when.dimension().words()
                : others;
        String binding = gate.paused(now).orElse(released);
        return new Why(line.size(), inFlight, binding, Optional.empty(), neighbourShare(gate, binding), remark(gate));
    }

    /** What was given and is not the provider's. */
    private static String remark(Gate gate) {
        return gate.ledger().meters().stream()
                .filter(meter -> meter.given().differing().isPresent())
                .map(meter -> meter.given().amount() + " " + meter.dimension().words()
                        + " were given, the provider's limit is "
                        + meter.given().differing().getAsLong())
                .collect(Collectors.joining("; "));
    }

    /** What others use of the limit that binds, or of the one that they use most. */
    private static double neighbourShare(Gate gate, String binding) {
        List<Meter> meters = gate.ledger().meters();
        return meters.stream()
                .filter(meter -> meter.dimension().words().equals(binding))
                .mapToDouble(Meter::neighbourShare)
                .max()
                .orElseGet(() ->
                        meters.stream().mapToDouble(Meter::neighbourShare).max().orElse(0));
    }
}
