package dev.forebay.langchain4j;

import dev.forebay.Forebay;
import dev.forebay.http.ForebayHttp;
import dev.forebay.http.ForebayHttpBuilder;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.prices.ModelPools;
import java.util.function.BiFunction;

/** Collects the settings of a {@link ForebayLangChain4j}; not thread-safe, nothing blocks. */
public final class ForebayLangChain4jBuilder {

    private final ForebayHttpBuilder http;
    private PoolsByModel pools;

    ForebayLangChain4jBuilder(Forebay forebay) {
        http = ForebayHttp.builder(forebay);
        pools = PoolsByModel.in(forebay);
    }

    /**
     * One pool for all models. Default: one for each class of models that the provider meters together.
     *
     * @param name of a pool that {@code forebay} has already
     * @throws IllegalArgumentException if there is no such pool; the message names those that there are
     */
    public ForebayLangChain4jBuilder pool(String name) {
        ForebayHttpBuilder unused = http.pool(name);
        pools = pools.only(name);
        return this;
    }

    /** Which models share a pool. Default: the dated table of {@link ModelPools}. */
    public ForebayLangChain4jBuilder models(ModelPools models) {
        ForebayHttpBuilder unused = http.models(models);
        return this;
    }

    /**
     * A name for the key that the models use: their pools are then {@code account/model}. Needed where models with several keys
     * share one {@code forebay}. Default: none, and the pools have the models' names alone.
     *
     * @param account not blank
     */
    public ForebayLangChain4jBuilder account(String account) {
        ForebayHttpBuilder unused = http.account(account);
        return this;
    }

    /**
     * Settings of each pool that is made, such as limits or a price. Default: none, and limits are learned from headers.
     *
     * @param options is given the model of the call that the pool is made for, and the pool's builder
     */
    public ForebayLangChain4jBuilder poolOptions(BiFunction<String, PoolBuilder, PoolBuilder> options) {
        ForebayHttpBuilder unused = http.poolOptions(options);
        return this;
    }

    /** The adapter. */
    public ForebayLangChain4j build() {
        return new ForebayLangChain4j(http.build(), pools);
    }
}
