package dev.forebay.anthropic;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.providers.prices.ModelPools;
import java.util.Optional;

/** Collects the settings of a {@link ForebayAnthropic}; not thread-safe, nothing blocks. */
public final class ForebayAnthropicBuilder {

    private final Forebay forebay;
    private ModelPools models = ModelPools.dated();
    private Optional<String> account = Optional.empty();
    private Optional<Pool> pool = Optional.empty();

    ForebayAnthropicBuilder(Forebay forebay) {
        this.forebay = forebay;
    }

    /**
     * One pool for all models. Default: one for each class of models that the provider meters together.
     *
     * @param name of a pool that {@code forebay} has already
     * @throws IllegalArgumentException if there is no such pool; the message names those that there are
     */
    public ForebayAnthropicBuilder pool(String name) {
        pool = Optional.of(Pools.known(forebay, name));
        return this;
    }

    /** Which models share a pool. Default: the dated table of {@link ModelPools}. */
    public ForebayAnthropicBuilder models(ModelPools models) {
        this.models = models;
        return this;
    }

    /**
     * A name for the key that the client uses: its pools are then {@code account/model}. Needed where clients with several keys
     * share one {@code forebay}. Default: none, and the pools have the models' names alone.
     *
     * @param account not blank
     */
    public ForebayAnthropicBuilder account(String account) {
        if (account.isBlank()) {
            throw new IllegalArgumentException("the account's name is blank; leave it out if there is one key only");
        }
        this.account = Optional.of(account);
        return this;
    }

    /** The adapter. */
    public ForebayAnthropic build() {
        return new ForebayAnthropic(new Pools(forebay, models, account, pool));
    }
}
