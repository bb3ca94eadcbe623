package dev.forebay.simulator;

import dev.forebay.simulator.exchange.Reply.Manner;
import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.meter.Verdict.Refused;
import dev.forebay.simulator.wire.Failure;
import java.util.Optional;

/** What is decided about a request when it arrives. Immutable. */
sealed interface Fate {

    /** It is answered with an error at once. */
    record Rejected(Failure failure, String message) implements Fate {}

    /** A limit is in its way. */
    record Throttled(Refused refused) implements Fate {}

    /** Its connection ends before it is taken up. */
    record Dropped(Manner manner) implements Fate {}

    /** It is worked on, and perhaps a fault befalls it then. */
    record Taken(Optional<FaultKind> fault) implements Fate {}
}
