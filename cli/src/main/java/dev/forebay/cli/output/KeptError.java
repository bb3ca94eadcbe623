package dev.forebay.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.store.Stores;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobStore;
import java.util.Optional;
import java.util.Set;

/**
 * The error with which a provider ended a job of a batch, kept in the store beside the job. Immutable.
 *
 * @param status of HTTP
 * @param requestId the provider's name of the call, if it gave one
 * @param body what it wrote, without the key; empty if that was longer than any error is
 * @param message the same in the words that the job's own reason ends with, so that the two can be told to belong together
 */
public record KeptError(int status, Optional<String> requestId, String body, String message) {

    private static final String NAME_PREFIX = "error of ";

    /** {@code request_too_large} is none of them: a batch calls that an invalid request. */
    private static final Set<String> ANTHROPIC_TYPES = Set.of(
            "invalid_request_error",
            "authentication_error",
            "billing_error",
            "permission_error",
            "not_found_error",
            "rate_limit_error",
            "timeout_error",
            "api_error",
            "overloaded_error");

    /** A provider's error has some hundred characters; a page of a proxy is not kept. */
    private static final int BODY_LENGTH_MAX = 1 << 14;

    /** An error as it came off the wire, for the job to be shown by. */
    public static KeptError of(RawHeaders head, String body, String message) {
        return new KeptError(head.status(), requestId(head), body.length() > BODY_LENGTH_MAX ? "" : body, message);
    }

    /** The provider's name of a call. */
    static Optional<String> requestId(RawHeaders head) {
        return head.headers().first("request-id").or(() -> head.headers().first("x-request-id"));
    }

    /** Puts it into the store; a later one of the same job replaces it. Does not wait for the disk. */
    public void save(JobStore store, String jobId) {
        ObjectNode node = Json.object().put("status", status).put("body", body).put("message", message);
        requestId.ifPresent(id -> node.put("request_id", id));
        store.put(NAME_PREFIX + jobId, Bytes.utf8(Json.line(node)));
    }

    /** The one of this job, if there is one. Blocks. */
    static Optional<KeptError> in(JobReader store, String jobId) {
        return Stores.await(store.value(NAME_PREFIX + jobId)).map(KeptError::parse);
    }

    private static KeptError parse(Bytes bytes) {
        try {
            JsonNode node = Json.parse(bytes.utf8());
            return new KeptError(
                    node.path("status").asInt(),
                    Optional.ofNullable(node.path("request_id").textValue()),
                    node.path("body").asText(),
                    node.path("message").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store's memory of an error is damaged", e);
        }
    }

    /** The body as an object; empty if it is none. */
    Optional<ObjectNode> json() {
        try {
            return Json.parse(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException page) {
            return Optional.empty();
        }
    }

    /** The error in the body if it is in Anthropic's form, with a type that a batch's results may have. */
    Optional<ObjectNode> anthropicError() {
        return json().map(body -> body.get("error"))
                .filter(error ->
                        error.path("type").isTextual() && error.path("message").isTextual())
                .map(ObjectNode.class::cast)
                .map(error -> ANTHROPIC_TYPES.contains(error.path("type").textValue())
                        ? error
                        : error.put("type", anthropicType()));
    }

    /** Anthropic's word for the status. */
    String anthropicType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status >= 400 && status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
