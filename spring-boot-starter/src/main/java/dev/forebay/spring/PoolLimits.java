package dev.forebay.spring;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.providers.Provider;
import dev.forebay.signal.Dimension;
import java.util.Optional;
import java.util.regex.Pattern;

/** Limits as a property gives them: read, and refused where the provider is known not to have them. Stateless. */
final class PoolLimits {

    /** Names of OpenAI's own models; any other may be that of another server of OpenAI's form. */
    private static final Pattern OPENAI_MODEL = Pattern.compile("(gpt-|chatgpt-|o[0-9]|text-embedding-).*");

    private PoolLimits() {}

    /** Reads what a property says, for this pool. */
    static Limits of(String property, String text, Provider provider, String pool) {
        Limits limits = read(property, text);
        mismatch(limits, provider, pool).ifPresent(reason -> {
            throw Invalid.value(property, text, reason);
        });
        return limits;
    }

    static Limits read(String property, String text) {
        return Invalid.orRead(property, text, () -> Limits.parse(text));
    }

    private static Optional<String> mismatch(Limits limits, Provider provider, String pool) {
        if (provider.equals(Provider.anthropic()) && has(limits, Dimension.TOTAL_TOKENS)) {
            return Optional.of("pool " + pool + " is of Anthropic, who meters input and output tokens apart: give"
                    + " rpm=, itpm= and otpm= instead of tpm= and tpd=, in "
                    + PoolNames.property(pool, "limits"));
        }
        boolean apart = has(limits, Dimension.INPUT_TOKENS) || has(limits, Dimension.OUTPUT_TOKENS);
        if (provider.equals(Provider.openAi()) && OPENAI_MODEL.matcher(pool).matches() && apart) {
            return Optional.of("pool " + pool + " is of OpenAI, who meters all tokens together: give rpm= and tpm="
                    + " instead of itpm= and otpm=, in " + PoolNames.property(pool, "limits"));
        }
        return Optional.empty();
    }

    private static boolean has(Limits limits, Dimension dimension) {
        return limits.quotas().stream().map(Quota::dimension).anyMatch(dimension::equals);
    }
}
