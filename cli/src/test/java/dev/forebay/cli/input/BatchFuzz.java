package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.pool.Cost;
import dev.forebay.queue.NewJob;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Any line of a batch: a complaint of one line, or a request that is a piece of the line, reads as the field that it stands in, and
 * has a name and a bound in their range. Stateless.
 */
public final class BatchFuzz {

    private BatchFuzz() {}

    /** Takes a line. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            ObjectNode fields = object(text);
            BatchLine line = BatchLine.of(new Document.Usable("in:1", fields, text));
            assertTrue(text.contains(line.body()), line.body());
            String field = fields.has("body") ? "body" : "params";
            assertEquals(fields.get(field), object(line.body()), line.body());
            assertTrue(!line.customId().isEmpty() && line.customId().length() <= NewJob.ID_LENGTH_MAX);
            line.bounds()
                    .outputTokensMax()
                    .ifPresent(bound -> assertTrue(bound >= 0 && bound <= Cost.MAX, () -> "" + bound));
            line.requireForm(line.form());
        } catch (BadLineException wrong) {
            assertTrue(FuzzedInput.isShortLine(wrong.reason()), wrong::reason);
        }
    }

    private static ObjectNode object(String json) throws BadLineException {
        return InputLines.object(new LineReader.Line(1, Optional.of(json), ""));
    }
}
