package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Error bodies in Anthropic's form. Stateless. */
final class AnthropicErrors {

    private AnthropicErrors() {}

    static ObjectNode body(Failure failure, String message, Envelope envelope) {
        ObjectNode body = body(type(failure), message(failure, message, envelope), envelope);
        if (failure == Failure.SPEND_CAP) {
            body.withObject("/error").putObject("details").put("error_code", "enforced_spend_limit_reached");
        }
        return body;
    }

    static ObjectNode body(String type, String message, Envelope envelope) {
        ObjectNode body = Body.object().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body.put("request_id", envelope.requestId());
    }

    private static String type(Failure failure) {
        return switch (failure) {
            case INVALID, NO_CREDIT -> "invalid_request_error";
            case UNAUTHORIZED -> "authentication_error";
            case UNKNOWN_MODEL, UNKNOWN_PATH -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case CONCURRENCY, BARE_THROTTLE, ACCELERATION, SPEND_CAP -> "rate_limit_error";
            case SERVER_ERROR, UNAVAILABLE -> "api_error";
            case GATEWAY_TIMEOUT -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
        };
    }

    private static String message(Failure failure, String message, Envelope envelope) {
        return switch (failure) {
            case INVALID -> message;
            case UNAUTHORIZED -> "invalid x-api-key";
            case UNKNOWN_MODEL -> "model: " + message;
            case UNKNOWN_PATH -> "Not found";
            case TOO_LARGE -> "Request exceeds the maximum size";
            case NO_CREDIT ->
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to "
                        + "upgrade or purchase credits.";
            case SPEND_CAP ->
                "You have reached your API usage limits. You will regain access on "
                        + YearMonth.from(envelope.wall().atOffset(ZoneOffset.UTC))
                                .plusMonths(1)
                                .atDay(1)
                        + " at 00:00 UTC.";
            case ACCELERATION ->
                "This request would exceed your organization's (" + AnthropicWire.ORGANIZATION
                        + ") maximum usage increase rate for input tokens per minute. Please scale up your input tokens usage "
                        + "more gradually to stay within the acceleration limit.";
            case CONCURRENCY ->
                "Number of concurrent connections has exceeded your rate limit. Please try again later or "
                        + "contact sales to discuss your options for a rate limit increase.";
            case BARE_THROTTLE -> "Error";
            case SERVER_ERROR -> "Internal server error";
            case UNAVAILABLE -> "Service unavailable";
            case GATEWAY_TIMEOUT -> "Request timed out";
            case OVERLOADED -> "Overloaded";
        };
    }
}
