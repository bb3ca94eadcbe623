package dev.forebay.signal;

/**
 * The tokens that one call used, as the provider counted them. Immutable.
 *
 * <p>The four counts are disjoint: input is what was neither read from nor written to a cache.
 */
public final class Usage {

    /** No tokens at all. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    private final long inputTokens;
    private final long cacheReadTokens;
    private final long cacheWriteTokens;
    private final long outputTokens;

    private Usage(long inputTokens, long cacheReadTokens, long cacheWriteTokens, long outputTokens) {
        this.inputTokens = checked("input tokens", inputTokens);
        this.cacheReadTokens = checked("cache read tokens", cacheReadTokens);
        this.cacheWriteTokens = checked("cache write tokens", cacheWriteTokens);
        this.outputTokens = checked("output tokens", outputTokens);
    }

    /** Usage without a cache. Both counts are zero or more. */
    public static Usage tokens(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, 0, outputTokens);
    }

    /** The same with tokens read from and written to a prompt cache, each zero or more. */
    public Usage withCache(long cacheReadTokens, long cacheWriteTokens) {
        return new Usage(inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens);
    }

    /** The same with another count of output tokens, zero or more. */
    public Usage withOutput(long outputTokens) {
        return new Usage(inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens);
    }

    /** Tokens of the prompt outside any cache. */
    public long inputTokens() {
        return inputTokens;
    }

    /** Tokens of the prompt that a cache served. */
    public long cacheReadTokens() {
        return cacheReadTokens;
    }

    /** Tokens of the prompt that were written to a cache. */
    public long cacheWriteTokens() {
        return cacheWriteTokens;
    }

    /** Tokens of the answer. */
    public long outputTokens() {
        return outputTokens;
    }

    /** All tokens of the prompt, cached or not. */
    public long promptTokens() {
        return inputTokens + cacheReadTokens + cacheWriteTokens;
    }

    private static long checked(String name, long tokens) {
        if (tokens < 0 || tokens > MAX_TOKENS) {
            throw new IllegalArgumentException(name + " is " + tokens + "; allowed: 0 to " + MAX_TOKENS);
        }
        return tokens;
    }

    /** Far above any context window, and far below an overflow of sums in micro-permits. */
    public static final long MAX_TOKENS = 1_000_000_000L;

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage that
                && inputTokens == that.inputTokens
                && cacheReadTokens == that.cacheReadTokens
                && cacheWriteTokens == that.cacheWriteTokens
                && outputTokens == that.outputTokens;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * (31 * inputTokens + cacheReadTokens) + cacheWriteTokens) + outputTokens);
    }

    @Override
    public String toString() {
        return inputTokens + " input, " + cacheReadTokens + " cache read, " + cacheWriteTokens + " cache write, "
                + outputTokens + " output tokens";
    }
}
