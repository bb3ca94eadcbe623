package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.providers.Provider;
import dev.forebay.queue.NewJob;
import java.util.Set;

/**
 * One line of a batch: Anthropic's {@code {"custom_id","params"}} or OpenAI's {@code {"custom_id","method","url","body"}}.
 * Immutable.
 *
 * @param customId the name that its result carries too
 * @param form what it must share with the other lines
 * @param body the request, character by character as it stands in the line
 * @param bounds what the bytes of the request do not tell
 */
public record BatchLine(String customId, BatchForm form, String body, RequestBounds bounds) {

    /** The endpoints of OpenAI's batches whose answers are understood. */
    private static final Set<String> OPENAI_PATHS =
            Set.of("/chat/completions", "/responses", "/completions", "/embeddings");

    /**
     * Reads a line.
     *
     * @throws BadLineException if it is in neither form, or no batch would take it
     */
    public static BatchLine of(Document.Usable line) throws BadLineException {
        ObjectNode fields = line.fields();
        if (fields.get("params") instanceof ObjectNode params && !fields.has("body")) {
            BatchForm form =
                    new BatchForm(Provider.anthropic(), Provider.anthropic().path(), model(params));
            return of(line, form, "params", params);
        }
        if (fields.get("body") instanceof ObjectNode body) {
            BatchForm form = new BatchForm(Provider.openAi(), openAiPath(fields), model(body));
            return of(line, form, "body", body);
        }
        throw new BadLineException("the line is in no provider's batch form, {\"custom_id\",\"params\"} or"
                + " {\"custom_id\",\"method\",\"url\",\"body\"}; for any other form give --prompt");
    }

    private static BatchLine of(Document.Usable line, BatchForm form, String field, ObjectNode request)
            throws BadLineException {
        String id = customId(line.fields());
        String body = RawField.of(line.text(), field);
        RequestBounds bounds = new RequestBounds(
                OutputBounds.outputTokensMax(form.path(), request), MediaBytes.without(request, body.length()));
        return new BatchLine(id, form, body, bounds);
    }

    /**
     * Holds the line against what the batch began with.
     *
     * @throws BadLineException if it asks for something else
     */
    public void requireForm(BatchForm batch) throws BadLineException {
        if (!form.provider().equals(batch.provider())) {
            throw new BadLineException(
                    "the line is in the form of " + form.provider().name() + ", the batch in that of "
                            + batch.provider().name() + "; put it into a file of its own");
        }
        if (!form.path().equals(batch.path())) {
            throw new BadLineException("the line is for " + Quoted.of(form.url()) + ", the batch for " + batch.url()
                    + "; put it into a file of its own");
        }
        if (!form.model().equals(batch.model())) {
            throw new BadLineException("the line asks " + Quoted.of(form.model()) + ", the batch "
                    + Quoted.of(batch.model()) + "; put it into a file of its own");
        }
    }

    private static String customId(ObjectNode fields) throws BadLineException {
        JsonNode id = fields.get("custom_id");
        if (id == null || !id.isTextual() || id.textValue().isEmpty()) {
            throw new BadLineException("there is no custom_id, which names the line and its result");
        }
        if (id.textValue().length() > NewJob.ID_LENGTH_MAX) {
            throw new BadLineException("the custom_id has " + id.textValue().length() + " characters; allowed: 1 to "
                    + NewJob.ID_LENGTH_MAX);
        }
        return id.textValue();
    }

    private static String model(ObjectNode body) throws BadLineException {
        JsonNode stream = body.path("stream");
        if (!stream.isMissingNode() && !stream.isNull() && !stream.equals(BooleanNode.FALSE)) {
            throw new BadLineException("the line asks for a stream, which no batch can give; take \"stream\" out");
        }
        JsonNode model = body.path("model");
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw new BadLineException("the request names no model");
        }
        return model.textValue();
    }

    private static String openAiPath(ObjectNode fields) throws BadLineException {
        String method = fields.path("method").asText();
        if (!method.equals("POST")) {
            throw new BadLineException("the method is '" + Quoted.of(method) + "'; a batch knows POST only");
        }
        String url = fields.path("url").asText();
        String path = url.startsWith(BatchForm.VERSION) ? url.substring(BatchForm.VERSION.length()) : url;
        if (!OPENAI_PATHS.contains(path)) {
            throw new BadLineException("the url is '" + Quoted.of(url)
                    + "'; understood are /v1/chat/completions, /v1/responses, /v1/completions and /v1/embeddings");
        }
        return path;
    }
}
