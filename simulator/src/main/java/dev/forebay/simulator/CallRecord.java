package dev.forebay.simulator;

import java.util.Optional;

/**
 * What became of one call, for audits. Immutable.
 *
 * @param requestId the provider's name for it, as in its headers
 * @param arrivalNanos since the first arrival
 * @param status the HTTP status that was decided; 0 if none was sent
 * @param contentHash of system prompt and messages; empty if the request was not understood
 * @param billed whether the client pays for it
 * @param fault the fault that befell it, such as {@code lost}
 * @param ending how it ended
 */
public record CallRecord(
        String requestId,
        long arrivalNanos,
        int status,
        String contentHash,
        boolean billed,
        Optional<String> fault,
        Ending ending) {

    /** How a call ended for its client. */
    public enum Ending {
        /** It has not ended yet. */
        PENDING,
        /** The whole reply was handed over. */
        SENT,
        /** The client left before that. */
        CLIENT_LEFT
    }
}
