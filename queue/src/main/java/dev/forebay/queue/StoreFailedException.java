package dev.forebay.queue;

import java.io.Serial;

/**
 * The store can no longer be written: disk full, disk error, corruption, connection gone. The store has stopped; every
 * later call fails with the same exception. What was acknowledged before is safe; open the store again to go on.
 */
public final class StoreFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** An exception with the cause that stopped the store. */
    public StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
