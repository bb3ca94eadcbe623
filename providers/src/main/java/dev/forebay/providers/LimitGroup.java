package dev.forebay.providers;

import dev.forebay.providers.prices.ModelPools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Models that share limits, as an admin endpoint lists them. Immutable.
 *
 * @param models their names, dated ones and aliases
 * @param amounts the limits that it names; zero means that nothing may be sent
 */
record LimitGroup(List<String> models, Map<LimitKind, Long> amounts) {

    LimitGroup {
        models = List.copyOf(models);
        amounts = Map.copyOf(amounts);
    }

    /**
     * The group that this model belongs to. The endpoint's own word counts first: the very name, then the same model under a
     * dated name or an alias; after that our dated table, for a model that shares the limit of one that is listed.
     */
    static Optional<LimitGroup> of(Provider provider, String model, List<LimitGroup> groups) {
        String pool = ModelPools.dated().poolOf(provider.name(), model);
        return first(groups, model::equals)
                .or(() -> first(groups, name -> ModelPools.isSameModel(name, model)))
                .or(() -> first(
                        groups,
                        name -> ModelPools.dated().poolOf(provider.name(), name).equals(pool)));
    }

    private static Optional<LimitGroup> first(List<LimitGroup> groups, Predicate<String> name) {
        return groups.stream()
                .filter(group -> group.models.stream().anyMatch(name))
                .findFirst();
    }
}
