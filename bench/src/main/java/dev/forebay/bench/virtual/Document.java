package dev.forebay.bench.virtual;

/**
 * A document to work on, without its text. Immutable.
 *
 * @param bytes of the prompt, which is all that a client can see
 * @param inputTokens what the model makes of them
 * @param outputTokens of the answer, if nobody cuts it off
 */
record Document(long bytes, long inputTokens, long outputTokens) {}
