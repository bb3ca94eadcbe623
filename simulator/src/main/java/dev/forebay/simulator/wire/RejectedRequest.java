package dev.forebay.simulator.wire;

/** A request that cannot be taken up as it is. */
public final class RejectedRequest extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure failure;

    /** Creates one; the message goes to the client. */
    public RejectedRequest(Failure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    /** What is wrong. */
    public Failure failure() {
        return failure;
    }
}
