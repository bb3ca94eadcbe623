package dev.forebay.testkit;

import java.io.IOException;

/**
 * What a {@link ScriptedProvider} does with a request. Called on a thread for each request, so an implementation must be
 * thread-safe; it may block, and then the client waits.
 */
@FunctionalInterface
public interface Script {

    /**
     * Answers one request. A script that returns without having sent anything cuts the connection, and one that returns in the
     * middle of a stream cuts the stream.
     *
     * @throws IOException if the client has left, which is no failure of the test
     * @throws InterruptedException if the provider is closed meanwhile, which is none either
     */
    void answer(ScriptedExchange exchange) throws IOException, InterruptedException;
}
