package dev.forebay.providers.client;

import dev.forebay.Forebay;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.providers.Provider;
import dev.forebay.providers.prices.ModelPools;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the pool of a call by its model. Immutable; nothing blocks. */
public final class PoolsByModel {

    private static final String UNNAMED = "unnamed-model";

    /** Longer than any model's, and shorter than a pool's may be, with an account before it. */
    private static final int NAME_LENGTH_MAX = 100;

    private final Forebay forebay;
    private final ModelPools models;
    private final String prefix;
    private final Optional<Pool> only;
    private final BiFunction<String, PoolBuilder, PoolBuilder> options;
    private final String address;

    private PoolsByModel(
            Forebay forebay,
            ModelPools models,
            String prefix,
            Optional<Pool> only,
            BiFunction<String, PoolBuilder, PoolBuilder> options,
            String address) {
        this.forebay = forebay;
        this.models = models;
        this.prefix = prefix;
        this.only = only;
        this.options = options;
        this.address = address;
    }

    /** One pool for each class of models that the provider meters together, named as the class is. */
    public static PoolsByModel in(Forebay forebay) {
        return new PoolsByModel(forebay, ModelPools.dated(), "", Optional.empty(), (model, pool) -> pool, "");
    }

    /** The same with another table of models. */
    public PoolsByModel models(ModelPools models) {
        return new PoolsByModel(forebay, models, prefix, only, options, address);
    }

    /** The same with names {@code account/model}. */
    public PoolsByModel account(String account) {
        if (account.isBlank()) {
            throw new IllegalArgumentException("the account's name is blank; leave it out if there is one key only");
        }
        return new PoolsByModel(forebay, models, account + "/", only, options, address);
    }

    /** The same with settings of each pool that is made, by the model that it is made for. */
    public PoolsByModel options(BiFunction<String, PoolBuilder, PoolBuilder> options) {
        return new PoolsByModel(forebay, models, prefix, only, options, address);
    }

    /** This pool for all models; it must be there already. */
    public PoolsByModel only(String name) {
        Pool known = forebay.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pool '" + name + "'; there "
                        + forebay.pools().stream().map(Pool::name).collect(Collectors.joining(", ", "are: [", "]"))
                        + ". Make it first: forebay.pool(\"" + name + "\")"));
        return new PoolsByModel(forebay, models, prefix, Optional.of(known), options, address);
    }

    /** The same for calls to this address; null where a client library does not tell it. */
    public PoolsByModel at(@Nullable String address) {
        return new PoolsByModel(forebay, models, prefix, only, options, address == null ? "" : address);
    }

    /**
     * Refuses the pool that was chosen for all models if it was made for another provider; one for each model is found out when
     * its first call comes.
     *
     * @param baseUrl where the client sends to; null where a client library does not tell it
     * @throws IllegalArgumentException saying what does not fit, and how such a pool is made
     */
    public void refuseForeign(Provider provider, @Nullable String baseUrl) {
        only.flatMap(pool -> ForeignPool.complaint(provider, pool, baseUrl == null ? "" : baseUrl))
                .ifPresent(complaint -> {
                    throw new IllegalArgumentException(complaint);
                });
    }

    /**
     * The pool that meters this model; made when it is first asked for.
     *
     * @param model empty if the request names none
     * @throws IllegalStateException if a pool of that name was made before, for another provider
     */
    public Pool poolOf(Provider provider, Optional<String> model) {
        Pool pool = only.orElseGet(() -> {
            String asked = model.filter(PoolsByModel::isName).orElse(UNNAMED);
            String name = prefix + models.poolOf(provider.name(), asked);
            return forebay.pool(name, made -> options.apply(asked, made.metering(meteringOf(provider))));
        });
        ForeignPool.complaint(provider, pool, address).ifPresent(complaint -> {
            throw new IllegalStateException(complaint);
        });
        return pool;
    }

    /** What is no model's name is for the provider to refuse, and must not become a pool's. */
    private static boolean isName(String model) {
        return !model.isBlank()
                && model.length() <= NAME_LENGTH_MAX
                && model.chars().noneMatch(Character::isISOControl);
    }

    private static Metering meteringOf(Provider provider) {
        return provider.equals(Provider.anthropic()) ? Metering.AS_PRODUCED : Metering.UP_FRONT;
    }
}
