package dev.forebay.simulator;

import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Stamp;
import dev.forebay.simulator.meter.Meters;
import dev.forebay.simulator.meter.Reading;
import dev.forebay.simulator.time.SimulatorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which levels headers show, and of which moment. Not thread-safe: {@link Books} guards the meters with its lock. */
final class Levels {

    private final SimulatorOptions options;
    private final SimulatorClock clock;

    Levels(SimulatorOptions options, SimulatorClock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** What the headers of a call show that is answered now. */
    List<Reading> atReply(LiveCall call, Optional<Meters> pool, long nowNanos) {
        Stamp stamp = options.conduct().stamp();
        if (pool.isEmpty() || stamp == Stamp.START || options.headers() == HeaderProfile.NONE) {
            return call.readings;
        }
        if (stamp == Stamp.END) {
            return all(pool.get(), nowNanos);
        }
        List<Reading> readings = new ArrayList<>(call.readings);
        readings.removeIf(reading -> reading.dimension() == Dimension.OUTPUT_TOKENS);
        pool.get().read(Dimension.OUTPUT_TOKENS, nowNanos, clock.wall()).ifPresent(readings::add);
        return readings;
    }

    /** All levels that this provider shows, as they are now. */
    List<Reading> all(Meters pool, long nowNanos) {
        List<Reading> readings = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            boolean hidden = options.headers() == HeaderProfile.NONE
                    || (options.headers() == HeaderProfile.NO_REQUESTS && dimension == Dimension.REQUESTS);
            if (!hidden) {
                pool.read(dimension, nowNanos, clock.wall()).ifPresent(readings::add);
            }
        }
        return readings;
    }
}
