package dev.forebay.anthropic;

import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import dev.forebay.pool.Cost;
import dev.forebay.providers.RequestSize;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A request that the provider's limits of tokens count: a POST to Messages. Immutable.
 *
 * @param model the provider's name of the model, if the body names one
 * @param cost what is known of the size
 */
record MeteredRequest(Optional<String> model, Cost cost) {

    /** Empty for what is metered apart or not at all: batches, counting of tokens, models, files. */
    static Optional<MeteredRequest> of(HttpRequest request) {
        List<String> path = request.pathSegments();
        boolean messages = request.method() == HttpMethod.POST
                && !path.isEmpty()
                && path.get(path.size() - 1).equals("messages");
        // Bodies that can be written once only are uploads; those of Messages are JSON.
        return messages
                ? request.body().filter(HttpRequestBody::repeatable).map(MeteredRequest::sized)
                : Optional.empty();
    }

    private static MeteredRequest sized(HttpRequestBody body) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        body.writeTo(json);
        RequestSize size = RequestSize.of(json.toByteArray());
        Cost bytes = Cost.ofBytes(Math.min(size.textBytes(), Cost.MAX));
        Cost cost = size.maxOutputTokens().isPresent()
                ? bytes.maxOutputTokens(Math.min(size.maxOutputTokens().getAsLong(), Cost.MAX))
                : bytes;
        return new MeteredRequest(size.model(), cost);
    }
}
