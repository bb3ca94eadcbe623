package dev.forebay.queue;

import java.time.Instant;

/**
 * One line of a job's past. Immutable.
 *
 * @param at when, by the store's clock
 * @param epoch the delivery it belongs to
 * @param event what happened
 * @param reason why
 * @param costMicros what it cost, in millionths of a dollar
 */
public record HistoryEntry(Instant at, long epoch, Event event, String reason, long costMicros) {

    /** What is kept. Throttles are counted only: a storm of them would push the errors out. */
    public enum Event {
        /** An attempt failed and the job waits for the next one. */
        FAILED,
        /** Its lease ran out, or its worker died. */
        CRASHED,
        /** It was given up. */
        BURIED,
        /** It was held. */
        HELD,
        /** A person brought it back. */
        RETRIED,
        /** It got another request and began anew. */
        REPLACED
    }
}
