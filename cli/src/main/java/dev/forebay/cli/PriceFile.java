package dev.forebay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.output.Json;
import dev.forebay.money.Price;
import dev.forebay.providers.prices.Prices;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Reads the user's own prices: an object with a model in each field. Stateless. */
final class PriceFile {

    private static final Set<String> FIELDS = Set.of("in", "out", "cache_read", "cache_write");

    /** A million models are no price list. */
    private static final long BYTES_MAX = 10L << 20;

    private PriceFile() {}

    /**
     * The dated table with the prices of this file above it.
     *
     * @throws UserException if it cannot be read, or holds anything else
     */
    static Prices read(Path file) {
        Prices prices = Prices.dated();
        for (Map.Entry<String, JsonNode> model : object(file).properties()) {
            prices = prices.with(model.getKey(), price(file, model.getKey(), model.getValue()));
        }
        return prices;
    }

    private static JsonNode object(Path file) {
        try {
            if (Files.size(file) <= BYTES_MAX) {
                JsonNode root = Json.parse(Files.readString(file));
                if (root.isObject()) {
                    return root;
                }
            }
        } catch (JsonProcessingException e) {
            throw wrong(file + " is not JSON (line " + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            throw UserException.usage(
                    Files.exists(file) ? "--prices " + file + " cannot be read as UTF-8" : "there is no file " + file);
        }
        throw wrong(file + " holds no such object");
    }

    private static Price price(Path file, String model, JsonNode node) {
        node.properties().forEach(field -> {
            if (!FIELDS.contains(field.getKey()) || !field.getValue().isNumber()) {
                throw wrong(file + ", " + model + " has a field " + field.getKey() + " that is none, or no number");
            }
        });
        if (!node.has("in") || !node.has("out")) {
            throw wrong(file + ", " + model + " lacks in or out");
        }
        BigDecimal input = node.path("in").decimalValue();
        try {
            return new Price(
                    input,
                    node.path("out").decimalValue(),
                    node.has("cache_read") ? node.path("cache_read").decimalValue() : input,
                    node.has("cache_write") ? node.path("cache_write").decimalValue() : input);
        } catch (IllegalArgumentException e) {
            throw wrong(file + ", " + model + ": " + e.getMessage());
        }
    }

    private static UserException wrong(String what) {
        return UserException.usage("--prices wants {\"model\":{\"in\":2,\"out\":10,\"cache_read\":0.2,"
                + "\"cache_write\":2.5}}, dollars per million tokens; " + what);
    }
}
