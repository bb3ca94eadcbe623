package dev.forebay.openai;

import dev.forebay.Forebay;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.prices.ModelPools;
import java.util.function.BiFunction;

/** Collects the settings of a {@link ForebayOpenAi}; not thread-safe, nothing blocks. */
public final class ForebayOpenAiBuilder {

    private PoolsByModel pools;

    ForebayOpenAiBuilder(Forebay forebay) {
        pools = PoolsByModel.in(forebay);
    }

    /**
     * One pool for all models. Default: one for each class of models that the provider meters together.
     *
     * @param name of a pool that {@code forebay} has already
     * @throws IllegalArgumentException if there is no such pool; the message names those that there are
     */
    public ForebayOpenAiBuilder pool(String name) {
        pools = pools.only(name);
        return this;
    }

    /** Which models share a pool. Default: the dated table of {@link ModelPools}. */
    public ForebayOpenAiBuilder models(ModelPools models) {
        pools = pools.models(models);
        return this;
    }

    /**
     * A name for the key that the client uses: its pools are then {@code account/model}. Needed where clients with several keys
     * share one {@code forebay}. Default: none, and the pools have the models' names alone.
     *
     * @param account not blank
     */
    public ForebayOpenAiBuilder account(String account) {
        pools = pools.account(account);
        return this;
    }

    /**
     * Settings of each pool that is made, such as limits or a price. Default: none, and limits are learned from headers.
     *
     * @param options is given the model of the call that the pool is made for, and the pool's builder
     */
    public ForebayOpenAiBuilder poolOptions(BiFunction<String, PoolBuilder, PoolBuilder> options) {
        pools = pools.options(options);
        return this;
    }

    /** The adapter. */
    public ForebayOpenAi build() {
        return new ForebayOpenAi(pools);
    }
}
