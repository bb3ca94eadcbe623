package dev.forebay.pool;

import java.util.Optional;

/** A time, and the meter that sets it; none if nothing has to be waited for. */
record Binding(long atNanos, Optional<Meter> meter) {

    /** The later of this and another meter's time. */
    Binding or(Meter other, long nanos) {
        return nanos - atNanos > 0 ? new Binding(nanos, Optional.of(other)) : this;
    }
}
