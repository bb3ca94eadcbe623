package dev.forebay.providers.prices;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which models a provider meters together, from a dated table that ships with this module and from the user, whose word
 * wins. Immutable.
 *
 * <p>A model that is in neither has a pool of its own, under its undated name.
 */
public final class ModelPools {

    private static final ModelPools DATED = new ModelPools(table(), Map.of());

    private final Map<String, String> poolByModel;
    private final Map<String, String> overrides;

    private ModelPools(Map<String, String> poolByModel, Map<String, String> overrides) {
        this.poolByModel = poolByModel;
        this.overrides = overrides;
    }

    /** The table that ships with this module. */
    public static ModelPools dated() {
        return DATED;
    }

    /** The same, with this model in this pool. */
    public ModelPools with(String provider, String model, String pool) {
        Map<String, String> more = new HashMap<>(overrides);
        more.put(key(provider, model), pool);
        return new ModelPools(poolByModel, Map.copyOf(more));
    }

    /**
     * The name of the pool that meters this model.
     *
     * @param provider its name, such as {@code anthropic}
     * @param model the provider's name of the model, dated or not
     */
    public String poolOf(String provider, String model) {
        String key = key(provider, model);
        return ModelId.find(overrides.keySet(), key)
                .map(overrides::get)
                .or(() -> ModelId.find(poolByModel.keySet(), key).map(poolByModel::get))
                .orElseGet(() -> ModelId.undated(model));
    }

    /** Whether two names are of one model: the same, but for a date or {@code -latest} at the end of either. */
    public static boolean isSameModel(String one, String other) {
        return ModelId.undated(one).equals(ModelId.undated(other));
    }

    private static String key(String provider, String model) {
        return provider + "/" + model;
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        DataFile.read("pools.txt", 5).forEach(cells -> table.put(key(cells.get(0), cells.get(1)), cells.get(2)));
        return table;
    }
}
