package dev.forebay.openai;

import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import dev.forebay.pool.Cost;
import dev.forebay.providers.RequestSize;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request that the provider's limits of tokens count: a POST to chat completions, completions, responses or embeddings.
 * Immutable.
 *
 * @param model the provider's name of the model, if the body names one
 * @param cost what is known of the size
 */
record MeteredRequest(Optional<String> model, Cost cost) {

    private static final String EMBEDDINGS = "embeddings";

    private static final Set<String> ENDPOINTS = Set.of("completions", "responses", EMBEDDINGS);

    /** Empty for what is metered apart or not at all: batches, models, files, audio. */
    static Optional<MeteredRequest> of(HttpRequest request) {
        List<String> path = request.pathSegments();
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        if (request.method() != HttpMethod.POST || !ENDPOINTS.contains(last)) {
            return Optional.empty();
        }
        // Bodies that can be written once only are uploads; those of these endpoints are JSON.
        return Optional.ofNullable(request.body())
                .filter(HttpRequestBody::repeatable)
                .map(body -> sized(body, last.equals(EMBEDDINGS)));
    }

    private static MeteredRequest sized(HttpRequestBody body, boolean withoutOutput) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        body.writeTo(json);
        RequestSize size = RequestSize.of(json.toByteArray());
        Cost bytes = Cost.ofBytes(Math.min(size.textBytes(), Cost.MAX));
        OptionalLong most = withoutOutput ? OptionalLong.of(0) : size.maxOutputTokens();
        Cost cost = most.isPresent() ? bytes.maxOutputTokens(Math.min(most.getAsLong(), Cost.MAX)) : bytes;
        return new MeteredRequest(size.model(), cost);
    }
}
