package dev.forebay.anthropic;

import dev.forebay.Forebay;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Provider;
import dev.forebay.providers.prices.ModelPools;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the pool of a call by its model. Thread-safe; nothing blocks. */
final class Pools {

    private static final String UNNAMED = "unnamed-model";

    private final Forebay forebay;
    private final ModelPools models;
    private final String prefix;
    private final Optional<Pool> only;

    Pools(Forebay forebay, ModelPools models, Optional<String> account, Optional<Pool> only) {
        this.forebay = forebay;
        this.models = models;
        this.prefix = account.map(name -> name + "/").orElse("");
        this.only = only;
    }

    Pool poolOf(Optional<String> model) {
        return only.orElseGet(() -> forebay.pool(prefix
                + model.map(name -> models.poolOf(Provider.anthropic().name(), name))
                        .orElse(UNNAMED)));
    }

    static Pool known(Forebay forebay, String name) {
        return forebay.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pool '" + name + "'; there "
                        + forebay.pools().stream().map(Pool::name).collect(Collectors.joining(", ", "are: [", "]"))
                        + ". Make it first: forebay.pool(\"" + name + "\")"));
    }
}
