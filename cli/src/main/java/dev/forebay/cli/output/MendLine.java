package dev.forebay.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobSnapshot;
import java.util.Optional;

/** Writes the request of a job as a line of input, so that a person can mend it and run it again. Stateless. */
public final class MendLine {

    private MendLine() {}

    /**
     * A line with id, prompt and the reason why the job was given up; it runs with {@code --prompt '{prompt}'} and whatever
     * else the first run was given.
     *
     * @param request the body that was sent; one that holds no prompt of ours stands in the line whole
     */
    public static String of(JobSnapshot job, Bytes request) {
        ObjectNode line = Json.object().put("id", job.id());
        JsonNode body = parsed(request);
        Optional<String> prompt = prompt(body);
        if (prompt.isPresent()) {
            line.put("prompt", prompt.get());
        } else {
            line.set("request", body);
        }
        return Json.line(line.put("error", job.reason().orElse("unknown")));
    }

    private static Optional<String> prompt(JsonNode body) {
        JsonNode messages = body.path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        return last.path("role").asText().equals("user")
                ? Optional.ofNullable(last.path("content").textValue())
                : Optional.empty();
    }

    private static JsonNode parsed(Bytes request) {
        try {
            return Json.parse(request.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a request that is not JSON", e);
        }
    }
}
