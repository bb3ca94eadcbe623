package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.limit.Dimension;
import org.jspecify.annotations.Nullable;

/** Error bodies in OpenAI's form. Stateless. */
final class OpenAiErrors {

    private OpenAiErrors() {}

    static ObjectNode body(Failure failure, String message) {
        return switch (failure) {
            case INVALID -> error(message, "invalid_request_error", null);
            case UNAUTHORIZED -> error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
            case UNKNOWN_MODEL ->
                error(
                        "The model `" + message + "` does not exist or you do not have access to it.",
                        "invalid_request_error",
                        "model_not_found");
            case UNKNOWN_PATH -> error("Invalid URL (" + message + ")", "invalid_request_error", null);
            case TOO_LARGE -> error("The request is too large.", "invalid_request_error", null);
            case CONCURRENCY ->
                error(
                        "Too many concurrent requests. Please try again later.",
                        "rate_limit_error",
                        "rate_limit_exceeded");
            case NO_CREDIT ->
                error(
                        "You exceeded your current quota, please check your plan and billing details.",
                        "insufficient_quota",
                        "credit_balance_exhausted");
            case SPEND_CAP ->
                error(
                        "You exceeded your current quota, please check your plan and billing details.",
                        "insufficient_quota",
                        "insufficient_quota");
            case ACCELERATION ->
                error(
                        "Your traffic rose too fast. Return to the earlier rate, hold it, and then rise gradually.",
                        "rate_limit_error",
                        "slow_down");
            case GATEWAY_TIMEOUT -> error("The request timed out.", "server_error", null);
            case BARE_THROTTLE -> error("Too Many Requests", "rate_limit_error", null);
            case SERVER_ERROR ->
                error("The server had an error while processing your request. Sorry about that!", "server_error", null);
            case UNAVAILABLE, OVERLOADED ->
                error(
                        "The server is overloaded. Please try again later.",
                        "service_unavailable_error",
                        "server_is_overloaded");
        };
    }

    static ObjectNode throttle(Dimension dimension, String message) {
        return error(message, dimension.countsRequests() ? "requests" : "tokens", "rate_limit_exceeded");
    }

    static ObjectNode error(String message, String type, @Nullable String code) {
        ObjectNode body = Body.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        return body;
    }
}
