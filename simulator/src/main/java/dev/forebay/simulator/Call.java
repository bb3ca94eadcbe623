package dev.forebay.simulator;

/**
 * A request under way, as whoever carries it between client and provider sees it. Exactly one of the two methods takes
 * effect, the first that is called; the provider holds the call in flight until then. Thread-safe; no method blocks.
 */
public interface Call {

    /** The last byte of the reply has been handed to the client, or its connection has been cut as the reply demanded. */
    void sent();

    /** The client has left before that. */
    void clientLeft();
}
