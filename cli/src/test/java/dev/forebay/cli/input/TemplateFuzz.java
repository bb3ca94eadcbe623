package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Any prompt, filled from any line: a text, or a complaint of one line; no longer than its parts; and braces that are doubled are
 * text. Stateless.
 */
public final class TemplateFuzz {

    private TemplateFuzz() {}

    /** Takes a line of JSON, a line break, and a prompt. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String template = text.substring(end + 1);
        ObjectNode line = line(end < 0 ? "{}" : text.substring(0, end));
        try {
            fill(PromptTemplate.parse(template), line, template);
        } catch (IllegalArgumentException wrong) {
            assertTrue(FuzzedInput.isShortLine(String.valueOf(wrong.getMessage())), wrong::getMessage);
        }
        doubled(template);
    }

    private static ObjectNode line(String json) {
        try {
            return InputLines.object(new LineReader.Line(1, Optional.of(json), ""));
        } catch (BadLineException none) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static void fill(PromptTemplate template, ObjectNode line, String text) {
        try {
            String prompt = template.fill(line);
            // Each field takes three characters of the template at least.
            long longest = (long) (text.length() / 3 + 1) * line.toString().length();
            assertTrue(prompt.length() <= text.length() + longest, "the prompt is longer than its parts");
            assertEquals(prompt, template.fill(line));
        } catch (BadLineException missing) {
            assertTrue(FuzzedInput.isShortLine(missing.reason()), missing::reason);
        }
    }

    private static void doubled(String text) {
        String template = text.replace("{", "{{").replace("}", "}}") + "{text}";
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("text", "{v}");
        try {
            assertEquals(text + "{v}", PromptTemplate.parse(template).fill(line));
        } catch (BadLineException e) {
            throw new AssertionError(template, e);
        }
    }
}
