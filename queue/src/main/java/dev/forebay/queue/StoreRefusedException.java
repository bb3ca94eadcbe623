package dev.forebay.queue;

import java.io.Serial;

/** The store was not opened, because what is there is not ours to write: another program's data, or a newer version's. */
public final class StoreRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** An exception whose message names the store and says what to do. */
    public StoreRefusedException(String message) {
        super(message);
    }
}
