package dev.forebay.simulator;

import dev.forebay.simulator.exchange.Reply;

/** Receives the one reply to a request. */
@FunctionalInterface
public interface ReplyListener {

    /**
     * Called once, at the moment at which the headers are to be sent or the connection is to be cut, on a thread of the
     * provider's clock and without any lock held. The delays of the pieces of a body count from this moment.
     */
    void replied(Reply reply);
}
