package dev.forebay.simulator.invoice;

import dev.forebay.simulator.time.Chance;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** The words with which invoices of one language are written: lists of alternatives by key. Immutable. */
final class Vocabulary {

    static final List<Vocabulary> ALL = List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja").stream()
            .map(Vocabulary::load)
            .toList();

    private final String language;
    private final Properties words;

    private Vocabulary(String language, Properties words) {
        this.language = language;
        this.words = words;
    }

    private static Vocabulary load(String language) {
        try (InputStream stream = Objects.requireNonNull(
                Vocabulary.class.getResourceAsStream(language + ".properties"), "no words for " + language)) {
            Properties words = new Properties();
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return new Vocabulary(language, words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean japanese() {
        return language.equals("ja");
    }

    /** All alternatives for a key. */
    List<String> all(String key) {
        return List.of(Objects.requireNonNull(words.getProperty(key), language + " has no " + key)
                .split("\\|"));
    }

    /** One alternative for a key. */
    String pick(Chance chance, String key) {
        List<String> alternatives = all(key);
        return alternatives.get(chance.below(alternatives.size()));
    }

    /** One alternative for a key in a variant, such as that of a currency; for the key alone if there is no variant. */
    String pick(Chance chance, String key, String variant) {
        String special = key + "." + variant;
        return pick(chance, words.getProperty(special) == null ? key : special);
    }
}
