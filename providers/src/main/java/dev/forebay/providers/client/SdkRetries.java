package dev.forebay.providers.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Notices that an SDK makes calls again by itself, and warns of it once. Thread-safe; nothing blocks. */
public final class SdkRetries {

    /** The SDKs of both providers count their own retries here. */
    public static final String HEADER = "x-stainless-retry-count";

    private final System.Logger log;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Warns through a logger of this name.
     *
     * @param logger the adapter's package
     */
    public SdkRetries(String logger) {
        log = System.getLogger(logger);
    }

    /** Looks at the values of {@link #HEADER} in a request. */
    public void look(List<String> counts) {
        boolean again = counts.stream().anyMatch(count -> !count.equals("0"));
        if (again && warned.compareAndSet(false, true)) {
            log.log(
                    System.Logger.Level.WARNING,
                    "the SDK has made a call again that had come back through its pool: somebody set maxRetries on a"
                            + " wrapped client. Retries multiply; leave it at 0");
        }
    }
}
