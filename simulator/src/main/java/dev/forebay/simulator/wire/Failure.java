package dev.forebay.simulator.wire;

/** Why a request is answered with an error that has nothing to do with the amount of work. */
public enum Failure {
    /** The request cannot be understood. */
    INVALID(400),
    /** The key is missing or wrong. */
    UNAUTHORIZED(401),
    /** There is no such model. */
    UNKNOWN_MODEL(404),
    /** There is nothing at this address. */
    UNKNOWN_PATH(404),
    /** The body is larger than the provider takes. */
    TOO_LARGE(413),
    /** No credit is left. */
    NO_CREDIT(400),
    /** The money of the month is spent. */
    SPEND_CAP(429),
    /** Usage grew too fast. */
    ACCELERATION(429),
    /** Too many calls in flight; no header of a limit says so. */
    CONCURRENCY(429),
    /** A throttle that names nothing. */
    BARE_THROTTLE(429),
    /** The provider failed. */
    SERVER_ERROR(500),
    /** The provider is not there. */
    UNAVAILABLE(503),
    /** The provider took too long. */
    GATEWAY_TIMEOUT(504),
    /** The provider has no capacity. */
    OVERLOADED(529);

    private final int status;

    Failure(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** True if the same request may well succeed a little later. */
    boolean passing() {
        return this != SPEND_CAP && (status == 429 || status >= 500);
    }
}
