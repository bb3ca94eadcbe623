package dev.forebay.examples.dropin;

import java.util.concurrent.CompletableFuture;

/**
 * A program that asks a model through one client library. It knows nothing of limits, and has no loop of retries but the
 * library's own. Thread-safe.
 */
interface Program extends AutoCloseable {

    /** Asks and waits for the answer. Blocks. */
    String ask(String prompt) throws Exception;

    /** Asks without waiting. */
    CompletableFuture<String> askAsync(String prompt);

    /** Asks for a stream and reads it to its end. Blocks. */
    String stream(String prompt) throws Exception;

    /** Ends what the library keeps open. */
    @Override
    void close();
}
