package dev.forebay.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reader should find in the invoices, and how the answers compare. Immutable.
 *
 * @param byId the expected fields of each invoice
 */
record Expectations(Map<String, JsonNode> byId) {

    private static final List<String> FIELDS = List.of("vendor", "amount", "currency", "date");

    /**
     * How answers compare. Immutable.
     *
     * @param correct answers in which every field is as expected
     * @param differences one line for each field that is not
     */
    record Comparison(int correct, List<String> differences) {}

    static Expectations read(Path file) throws IOException {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = Json.parse(line);
            byId.put(node.path("id").asText(), node);
        }
        return new Expectations(byId);
    }

    /** Compares the texts of answers by id; an answer that is missing is not correct and not listed. */
    Comparison compare(Map<String, String> texts) {
        int correct = 0;
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> expected : byId.entrySet()) {
            String text = texts.get(expected.getKey());
            if (text != null) {
                List<String> wrong = differences(expected.getKey(), expected.getValue(), text);
                correct += wrong.isEmpty() ? 1 : 0;
                differences.addAll(wrong);
            }
        }
        return new Comparison(correct, differences);
    }

    private static List<String> differences(String id, JsonNode expected, String text) {
        List<String> wrong = new ArrayList<>();
        try {
            JsonNode answer = Json.parse(text);
            for (String field : FIELDS) {
                String found = answer.path(field).asText();
                String wanted = expected.path(field).asText();
                if (!found.equals(wanted)) {
                    wrong.add(id + ": " + field + " came back as " + found + ", expected.jsonl says " + wanted);
                }
            }
        } catch (JsonProcessingException e) {
            wrong.add(id + ": came back as " + text);
        }
        return wrong;
    }
}
