package dev.forebay.providers.prices;

import dev.forebay.money.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The prices of models, from a dated table that ships with this module and from the user, whose prices win. Immutable.
 *
 * <p>A model that is in neither has no price: a guess from a similar name would break a budget's promise.
 */
public final class Prices {

    private static final Prices DATED = new Prices(rows(), Map.of());

    private final Map<String, List<Row>> rowsByModel;
    private final Map<String, Price> overrides;

    private Prices(Map<String, List<Row>> rowsByModel, Map<String, Price> overrides) {
        this.rowsByModel = rowsByModel;
        this.overrides = overrides;
    }

    /** The table that ships with this module. */
    public static Prices dated() {
        return DATED;
    }

    /** The same, with this price for this model, however long its prompt. */
    public Prices with(String model, Price price) {
        Map<String, Price> more = new HashMap<>(overrides);
        more.put(model, price);
        return new Prices(rowsByModel, Map.copyOf(more));
    }

    /**
     * What a call costs.
     *
     * @param model the provider's name of the model, dated or not
     * @param promptTokens all tokens of the prompt, for some models cost more per token when it is long; zero or more
     * @return empty if the model is not known
     */
    public Optional<Price> of(String model, long promptTokens) {
        Optional<String> override = ModelId.find(overrides.keySet(), model);
        if (override.isPresent()) {
            return override.map(overrides::get);
        }
        return rowsOf(model).stream()
                .filter(row -> row.promptTokensAbove <= promptTokens)
                .max(Comparator.comparingLong(row -> row.promptTokensAbove))
                .map(row -> row.price);
    }

    /** When the price was read and where, for a person; empty if the model is not in the table. */
    public Optional<String> sourceOf(String model) {
        return rowsOf(model).stream().map(row -> row.date + ", " + row.source).findFirst();
    }

    /** The models in the table. */
    public Set<String> models() {
        return rowsByModel.keySet();
    }

    private List<Row> rowsOf(String model) {
        return ModelId.find(models(), model).map(rowsByModel::get).orElse(List.of());
    }

    private static Map<String, List<Row>> rows() {
        Map<String, List<Row>> rows = DataFile.read("prices.txt", 8).stream()
                .map(Row::of)
                .collect(Collectors.groupingBy(row -> row.model, LinkedHashMap::new, Collectors.toUnmodifiableList()));
        return Collections.unmodifiableMap(rows);
    }

    private record Row(String model, long promptTokensAbove, Price price, LocalDate date, String source) {

        static Row of(List<String> cells) {
            Price price = new Price(
                    new BigDecimal(cells.get(2)),
                    new BigDecimal(cells.get(3)),
                    new BigDecimal(cells.get(4)),
                    new BigDecimal(cells.get(5)));
            // "Above 100,000" starts at 100,001.
            long above = Long.parseLong(cells.get(1));
            return new Row(
                    cells.get(0), above == 0 ? 0 : above + 1, price, LocalDate.parse(cells.get(6)), cells.get(7));
        }
    }
}
