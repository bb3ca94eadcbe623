package dev.forebay.spring;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code forebay}, as they were written; {@link PoolsByProperty} reads them. A name that is not one of
 * them keeps the application from starting. Immutable.
 *
 * @param enabled Whether the models of Spring AI go through pools, and a Forebay bean is made.
 * @param limits What is known of the limits of each pool that has none of its own, such as rpm=500,tpm=200k. Names: rpm, rpd
 *     (requests), itpm, otpm (input and output tokens), tpm, tpd (all tokens), concurrency (calls in flight), burst (seconds), share
 *     (1/4 for one of four processes). A ceiling: where the provider's headers show less, they count. Default: learned from
 *     the headers.
 * @param budget The most that may be spent by all pools together since the application started, in dollars, from a billionth
 *     to a billion. Default: no limit on money.
 * @param maxAttempts How often a call that fails is tried in all, 1 to 100; 429s are not counted. Default: 5.
 * @param pools What differs for single pools, by name: the model, or the class of models that the provider meters together,
 *     such as claude-haiku-4-5. A name with a dot needs brackets: forebay.pools[gpt-4.1-mini].limits.
 */
@ConfigurationProperties(prefix = "forebay", ignoreUnknownFields = false)
public record ForebayProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String limits,
        @Nullable BigDecimal budget,
        @Nullable Integer maxAttempts,
        @DefaultValue Map<String, PoolProperties> pools) {

    /**
     * What differs for one pool. Immutable.
     *
     * @param limits What is known of its limits, as in forebay.limits. Default: forebay.limits.
     * @param price What its models cost in dollars per million tokens, such as in=1,out=5, each 0 to 1000. Default: the dated
     *     table of Forebay, if the model is in it.
     * @param provider Whose pool it is, anthropic or openai. Default: anthropic if its name starts with claude, else openai.
     */
    public record PoolProperties(
            @Nullable String limits,
            @Nullable String price,
            @Nullable String provider) {

        static final PoolProperties NONE = new PoolProperties(null, null, null);
    }
}
