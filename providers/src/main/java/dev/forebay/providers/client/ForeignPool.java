package dev.forebay.providers.client;

import dev.forebay.limit.Quota;
import dev.forebay.pool.Metering.Output;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.signal.Dimension;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Notices a pool that was made for another provider than the one it is used for. Stateless.
 *
 * <p>What is certain is judged everywhere: nobody but OpenAI charges the larger of {@code max_tokens} and the prompt, so a pool that
 * does is wrong for Anthropic's form. All else is judged at the providers' own addresses alone: behind another address may be a
 * cloud or a gateway that speaks one form and charges by another.
 */
final class ForeignPool {

    private static final String AT_ANTHROPIC = "api.anthropic.com";
    private static final String AT_OPENAI = "api.openai.com";

    private ForeignPool() {}

    /** What is wrong with a pool for calls in a provider's form, whatever the address. */
    static Optional<String> complaint(Provider provider, Pool pool) {
        boolean ofOpenAi = pool.metering().output() == Output.LARGER_OF_MAX_AND_PROMPT;
        return provider.equals(Provider.anthropic()) && ofOpenAi
                ? Optional.of(
                        charged(pool, "up front, as OpenAI does", "Anthropic", "as it is produced", "AS_PRODUCED"))
                : Optional.empty();
    }

    /** The same for a client that sends to this address. */
    static Optional<String> complaint(Provider provider, Pool pool, String baseUrl) {
        return complaint(provider, pool).or(() -> switch (host(baseUrl)) {
            case AT_ANTHROPIC -> foreignLimit(pool, "Anthropic", Set.of(Dimension.TOTAL_TOKENS));
            case AT_OPENAI ->
                pool.metering().output() == Output.PRODUCED
                        ? Optional.of(
                                charged(pool, "as it is produced, as Anthropic does", "OpenAI", "up front", "UP_FRONT"))
                        : foreignLimit(pool, "OpenAI", Set.of(Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS));
            default -> Optional.empty();
        });
    }

    private static String charged(Pool pool, String wrong, String provider, String right, String metering) {
        return "pool '" + pool.name() + "' charges output " + wrong + "; " + provider + " charges it " + right
                + ". Make it by forebay.pool(\"" + pool.name() + "\", limits, Metering." + metering + ")";
    }

    private static Optional<String> foreignLimit(Pool pool, String provider, Set<Dimension> foreign) {
        return pool.limits().quotas().stream()
                .map(Quota::dimension)
                .filter(foreign::contains)
                .findFirst()
                .map(dimension -> "pool '" + pool.name() + "' has a limit of " + dimension.words() + ", which "
                        + provider
                        + " does not meter: are these another provider's limits? Give the pool those of " + provider
                        + ", or Limits.unknown() to learn them");
    }

    private static String host(String baseUrl) {
        try {
            return Optional.ofNullable(URI.create(baseUrl).getHost()).orElse("");
        } catch (IllegalArgumentException unreadable) {
            // The client will say so in its own words.
            return "";
        }
    }
}
