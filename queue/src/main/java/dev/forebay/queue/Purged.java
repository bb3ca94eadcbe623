package dev.forebay.queue;

/**
 * How far {@link JobStore#purgeDone} has come. Immutable.
 *
 * @param lastSequence where the next call goes on; where this one began if no finished job is left behind it
 * @param jobs how many had something to throw away
 */
public record Purged(long lastSequence, int jobs) {}
