package dev.forebay.signal;

/**
 * Something that a provider counts and limits.
 *
 * <p>An open value, not an enum: a provider that counts images or audio seconds needs no change here. Immutable.
 *
 * @param name lower case, words joined by a hyphen, such as {@code input-tokens}
 */
public record Dimension(String name) {

    /** Calls. */
    public static final Dimension REQUESTS = new Dimension("requests");

    /** Tokens of prompts, as far as the provider counts them (cached ones are often free). */
    public static final Dimension INPUT_TOKENS = new Dimension("input-tokens");

    /** Tokens of answers. */
    public static final Dimension OUTPUT_TOKENS = new Dimension("output-tokens");

    /** Tokens of prompts and answers, where a provider counts them together. */
    public static final Dimension TOTAL_TOKENS = new Dimension("total-tokens");

    /** Calls in flight at one time. */
    public static final Dimension CONCURRENCY = new Dimension("concurrency");

    /** Dollars. */
    public static final Dimension MONEY = new Dimension("money");

    /** Checks the name. */
    public Dimension {
        if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("dimension is '" + name + "'; allowed: 1 to 32 of a-z, 0-9 and -");
        }
    }

    /** The name with spaces, as a person reads it: {@code input tokens}. */
    public String words() {
        return name.replace('-', ' ');
    }

    @Override
    public String toString() {
        return name;
    }
}
