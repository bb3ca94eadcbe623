package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with fields in braces, such as <code>Extract vendor and date: {text}</code>, filled from one line of JSON after the
 * other. Two braces stand for one. Immutable and thread-safe.
 */
public final class PromptTemplate {

    /** What may stand between braces; anything else is far more likely JSON in a prompt than the name of a field. */
    private static final String FIELD_NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .$-]*";

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Field(String name) implements Part {}

    private final String source;
    private final List<Part> parts;

    private PromptTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException saying what is wrong and how to write it
     */
    public static PromptTemplate parse(String template) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char character = template.charAt(at);
            if (character != '{' && character != '}') {
                text.append(character);
                at++;
            } else if (at + 1 < template.length() && template.charAt(at + 1) == character) {
                text.append(character);
                at += 2;
            } else {
                int close = template.indexOf('}', at);
                parts.add(new Text(text.toString()));
                text.setLength(0);
                parts.add(new Field(fieldName(template, at, close)));
                at = close + 1;
            }
        }
        parts.add(new Text(text.toString()));
        if (parts.stream().noneMatch(Field.class::isInstance)) {
            throw new IllegalArgumentException(
                    "the prompt names no field of the input, so every line would ask the same;"
                            + " write a field in braces, such as {text}");
        }
        return new PromptTemplate(template, parts);
    }

    private static String fieldName(String template, int open, int close) {
        if (template.charAt(open) == '}') {
            throw new IllegalArgumentException("the prompt has a } without a { at character " + (open + 1)
                    + "; write }} for a brace that is text");
        }
        String name = close < 0 ? "" : template.substring(open + 1, close).strip();
        if (!name.matches(FIELD_NAME)) {
            throw new IllegalArgumentException("the prompt has a { at character " + (open + 1)
                    + " that begins no field such as {text}; write {{ and }} for braces that are text");
        }
        return name;
    }

    /**
     * Fills in the fields of a line: strings as they are, everything else as JSON.
     *
     * @throws BadLineException if the line lacks a field, or the prompt comes out blank
     */
    public String fill(ObjectNode line) throws BadLineException {
        StringBuilder prompt = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text text) {
                prompt.append(text.text());
            } else if (part instanceof Field field) {
                prompt.append(value(line, field.name()));
            }
        }
        if (prompt.toString().isBlank()) {
            throw new BadLineException("the prompt comes out blank");
        }
        return prompt.toString();
    }

    private static String value(ObjectNode line, String field) throws BadLineException {
        JsonNode value = line.get(field);
        if (value == null || value.isNull()) {
            String name = Quoted.of(field);
            throw new BadLineException(
                    value == null ? "there is no field \"" + name + "\"" : "the field \"" + name + "\" is null");
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return source;
    }
}
