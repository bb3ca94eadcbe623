package dev.forebay.simulator;

import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.wire.Failure;

/** How faults show on the wire. Stateless. */
final class FaultFailures {

    private FaultFailures() {}

    /** The error that a fault is answered with. */
    static Failure of(FaultKind fault) {
        return switch (fault) {
            case OVERLOADED -> Failure.OVERLOADED;
            case UNAVAILABLE -> Failure.UNAVAILABLE;
            case BARE_THROTTLE -> Failure.BARE_THROTTLE;
            case ACCELERATION -> Failure.ACCELERATION;
            case SPEND_CAP -> Failure.SPEND_CAP;
            case NO_CREDIT -> Failure.NO_CREDIT;
            case GATEWAY_TIMEOUT -> Failure.GATEWAY_TIMEOUT;
            default -> Failure.SERVER_ERROR;
        };
    }

    /** The status of a call that a fault befalls; 0 if it gets none. */
    static int status(FaultKind fault) {
        return switch (fault) {
            case SERVER_ERROR, GATEWAY_TIMEOUT -> of(fault).status();
            case LOST, HANG -> 0;
            default -> 200;
        };
    }
}
