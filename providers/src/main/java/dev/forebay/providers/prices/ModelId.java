package dev.forebay.providers.prices;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Matches the name of a model with a name in the data.
 *
 * <p>The longest name in the data counts that is the start of the model's and leaves nothing but a date or
 * {@code -latest}: {@code claude-haiku-4-5-20251001} is {@code claude-haiku-4-5}, but {@code gpt-5.9} is not
 * {@code gpt-5}, for a model of another version has another price.
 */
final class ModelId {

    private static final Pattern SUFFIX = Pattern.compile("(?:[-@](?:\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest))?");

    private static final Pattern AT_END = Pattern.compile(".[-@](?:\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)$");

    private ModelId() {}

    static Optional<String> find(Collection<String> known, String model) {
        return known.stream()
                .filter(name -> model.startsWith(name))
                .filter(name -> SUFFIX.matcher(model.substring(name.length())).matches())
                .max(Comparator.comparingInt(String::length));
    }

    /** The name without a date or {@code -latest} at its end: a dated name and its alias are one model. */
    static String undated(String model) {
        var end = AT_END.matcher(model);
        return end.find() ? model.substring(0, end.start() + 1) : model;
    }
}
