package dev.forebay.simulator.exchange;

/**
 * A piece of a body and the time that passes before it is sent.
 *
 * @param delayNanos since the piece before it, or since the headers; zero or more
 * @param bytes what is sent at once
 */
@SuppressWarnings("ArrayRecordComponent") // intentional: pieces are written, never compared
public record Chunk(long delayNanos, byte[] bytes) {}
