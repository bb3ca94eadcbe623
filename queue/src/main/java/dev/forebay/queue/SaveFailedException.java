package dev.forebay.queue;

import java.io.Serial;

/** The user's own write inside an ack threw. Nothing of that ack was written; the job is still leased. */
public final class SaveFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** An exception with what the write threw. */
    public SaveFailedException(String jobId, Throwable cause) {
        super("saving the result of job " + jobId + " failed: " + cause, cause);
    }
}
