package dev.forebay.simulator.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong with a call, beside the limits. */
public enum FaultKind {
    /** 529, the service is overloaded: not taken up, not charged, not billed. */
    OVERLOADED("529", false, false),
    /** 503: not taken up, not charged, not billed. */
    UNAVAILABLE("503", false, false),
    /** A 429 that names nothing and has no headers of a limit: not taken up, not charged, not billed. */
    BARE_THROTTLE("429", false, false),
    /** A 429 because usage grew too fast: not taken up, not charged, not billed. */
    ACCELERATION("acceleration", false, false),
    /** A 429 because the month's money is spent, which no wait cures: not taken up, not charged, not billed. */
    SPEND_CAP("spend", false, false),
    /** A refusal because no credit is left: not taken up, not charged, not billed. */
    NO_CREDIT("credit", false, false),
    /** The connection is reset before the request is taken up, as if nobody listened; not charged, not billed. */
    REFUSED("refused", false, false),
    /** The connection is reset at once; not charged, not billed. */
    RESET("reset", false, false),
    /** 500 in the midst of the work: charged to the limits, not billed. */
    SERVER_ERROR("500", true, false),
    /** 504, it took too long: charged to the limits, not billed. */
    GATEWAY_TIMEOUT("504", true, false),
    /** Processed and billed; then the connection ends without an answer. */
    LOST("lost", true, true),
    /** Processed and billed; nothing is ever answered. */
    HANG("hang", true, true),
    /** Processed and billed; headers and half of the body come, then the connection ends. */
    CUT("cut", true, true),
    /** Processed and billed; the body comes in small pieces, a second apart. */
    TRICKLE("trickle", true, true),
    /** Processed and billed; a stream breaks off with an error event after half of its pieces; others answer 500. */
    MIDSTREAM("midstream", true, true);

    private final String option;
    private final boolean takenUp;
    private final boolean billed;

    FaultKind(String option, boolean takenUp, boolean billed) {
        this.option = option;
        this.takenUp = takenUp;
        this.billed = billed;
    }

    /** The name in options and in the ledger, such as {@code 529} or {@code lost}. */
    public String option() {
        return option;
    }

    /** Whether the call passes the limits and is charged to them before it fails. */
    public boolean takenUp() {
        return takenUp;
    }

    /** Whether the client pays for the call. */
    public boolean billed() {
        return billed;
    }

    /** The kind with that option. */
    static Optional<FaultKind> of(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind.option.equals(option))
                .findFirst();
    }

    /** All options, for a message to a person. */
    static String options() {
        return Arrays.stream(values()).map(FaultKind::option).collect(Collectors.joining(", "));
    }
}
