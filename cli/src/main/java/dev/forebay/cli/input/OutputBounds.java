package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.pool.Cost;
import java.util.OptionalLong;

/** How many tokens a request lets a model produce, by what each endpoint calls it. Stateless. */
public final class OutputBounds {

    private OutputBounds() {}

    /**
     * The most tokens that may be produced for a request, all of its choices together.
     *
     * @param path the endpoint without its version, such as {@code /messages}
     * @return empty if the request sets no bound
     */
    public static OptionalLong outputTokensMax(String path, JsonNode body) {
        return switch (path) {
            case "/embeddings" -> OptionalLong.of(0);
            case "/responses" -> tokens(body.path("max_output_tokens"), 1);
            case "/chat/completions" -> {
                JsonNode newer = body.path("max_completion_tokens");
                yield tokens(newer.isIntegralNumber() ? newer : body.path("max_tokens"), count(body, "n"));
            }
            case "/completions" -> tokens(body.path("max_tokens"), Math.max(count(body, "n"), count(body, "best_of")));
            default -> tokens(body.path("max_tokens"), 1);
        };
    }

    private static OptionalLong tokens(JsonNode bound, long times) {
        if (!bound.isIntegralNumber() || bound.bigIntegerValue().signum() < 0) {
            return OptionalLong.empty();
        }
        boolean believable = bound.canConvertToInt() && bound.longValue() <= Cost.MAX / times;
        return OptionalLong.of(believable ? bound.longValue() * times : Cost.MAX);
    }

    private static long count(JsonNode body, String field) {
        JsonNode count = body.path(field);
        return count.canConvertToInt() && count.isIntegralNumber() ? Math.max(1, count.intValue()) : 1;
    }
}
