package dev.forebay.spring;

import dev.forebay.providers.Provider;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.providers.prices.Prices;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of pools in properties, which nobody would notice if they were wrong: no call would use the pool. Stateless. */
final class PoolNames {

    private static final List<Provider> PROVIDERS = List.of(Provider.anthropic(), Provider.openAi());

    private PoolNames() {}

    /** The property of a pool as it has to be written. */
    static String property(String pool, String field) {
        return "forebay.pools" + (pool.matches("[a-zA-Z0-9-]+") ? "." + pool : "[" + pool + "]") + "." + field;
    }

    /** Whose pool this is, as far as its name tells. */
    static Provider providerOf(String pool) {
        return pool.startsWith("claude") ? Provider.anthropic() : Provider.openAi();
    }

    /** What is wrong with the name, and which one was meant; empty if nothing is known against it. */
    static Optional<String> mistake(String pool, Provider provider) {
        String metered = ModelPools.dated().poolOf(provider.name(), pool);
        if (!metered.equals(pool)) {
            return Optional.of(provider.name() + " meters " + pool + " in the pool " + metered + ": write "
                    + property(metered, "limits"));
        }
        return PROVIDERS.stream()
                .flatMap(known -> Prices.dated().models().stream()
                        .map(model -> ModelPools.dated().poolOf(known.name(), model)))
                .filter(known -> !known.equals(pool) && letters(known).equals(letters(pool)))
                .findFirst()
                .map(known -> "there is no pool " + pool + ": write " + property(known, "limits"));
    }

    /** What Spring leaves of a name that it takes from a variable of the environment. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
