package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.Provider;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLineTest {

    private static BatchLine line(String json) throws BadLineException {
        return BatchLine.of(new Document.Usable(
                "in.jsonl:1", InputLines.object(new LineReader.Line(1, Optional.of(json), "")), json));
    }

    private static BatchLine openAi(String url, String body) throws BadLineException {
        return line("{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":{\"model\":\"m\"" + body
                + "}}");
    }

    @Test
    void theRequestStaysAsItIsWritten() throws Exception {
        String body =
                "{ \"model\" : \"m\",\t\"max_tokens\":1e2, \"t\":1.50, \"x\":\"\\u00e9\\/{}\", \"n\":[1, {\"a\":2}] }";
        assertEquals(
                body,
                line("{\"custom_id\":\"a\", \"params\": " + body + " , \"z\":1}")
                        .body());
        assertEquals(body, line("{\"params\":" + body + ",\"custom_id\":\"ü\"}").body());
        assertEquals(
                body,
                line("{\"method\":\"POST\",\"custom_id\":\"a\",\"url\":\"/v1/responses\",\"body\": " + body + "}")
                        .body());
    }

    @Test
    void theFormSaysWhoIsAskedAndWhat() throws Exception {
        assertEquals(
                new BatchForm(Provider.anthropic(), "/messages", "m"),
                line("{\"custom_id\":\"a\",\"params\":{\"model\":\"m\"}}").form());
        BatchForm embeddings = openAi("/v1/embeddings", "").form();
        assertEquals(new BatchForm(Provider.openAi(), "/embeddings", "m"), embeddings);
        assertEquals("/v1/embeddings", embeddings.url());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | ,"max_tokens":9                             | 9
            /v1/chat/completions | ,"max_tokens":9,"max_completion_tokens":7   | 7
            /v1/chat/completions | ,"max_tokens":9,"n":3                       | 27
            /v1/chat/completions | ,"max_tokens":1000000000000                 | 1000000000
            /v1/chat/completions |                                             | -1
            /v1/chat/completions | ,"max_tokens":"9"                           | -1
            /v1/responses        | ,"max_output_tokens":9,"max_tokens":4       | 9
            /v1/completions      | ,"max_tokens":9,"n":2,"best_of":5           | 45
            /v1/embeddings       |                                             | 0
            """)
    void theBoundOfTheAnswerIsFound(String url, String body, long most) throws Exception {
        OptionalLong expected = most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
        assertEquals(expected, openAi(url, body == null ? "" : body).bounds().outputTokensMax());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"custom_id":"a","params":{}}                                                             | names no model
            {"custom_id":"a","params":{"model":"m","stream":true}}                                    | a stream
            {"custom_id":7,"params":{"model":"m"}}                                                    | no custom_id
            {"custom_id":"a","method":"GET","url":"/v1/responses","body":{"model":"m"}}               | POST only
            {"custom_id":"a","method":"POST","url":"/v1/moderations","body":{"model":"m"}}            | the url is
            {"custom_id":"a","params":"x"}                                                            | batch form
            """)
    void whatIsNoBatchIsNamed(String json, String part) {
        BadLineException refused = assertThrows(BadLineException.class, () -> line(json));
        assertTrue(refused.reason().contains(part), refused.reason());
    }

    @Test
    void picturesAreNotText() throws Exception {
        String picture = "iVBORw0KGgo".repeat(10_000) + "==";
        String question = "What is this? ".repeat(400);
        String anthropic = ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + question
                + "\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"" + picture + "\"}}]}]";
        BatchLine line = line("{\"custom_id\":\"a\",\"params\":{\"model\":\"m\"" + anthropic + "}}");
        long text = line.bounds().textBytesMax().orElseThrow();
        assertTrue(text > question.length() && text < question.length() + 5_000, "counted " + text);
        String openAi = ",\"messages\":[{\"image_url\":{\"url\":\"data:image/png;base64," + picture + "\"}}]";
        assertTrue(
                openAi("/v1/chat/completions", openAi).bounds().textBytesMax().orElseThrow() < 5_000);
        String prose = ",\"messages\":[{\"content\":\"" + question + "\"}]";
        assertEquals(
                OptionalLong.empty(),
                openAi("/v1/chat/completions", prose).bounds().textBytesMax());
    }
}
