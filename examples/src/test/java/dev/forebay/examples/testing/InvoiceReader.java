package dev.forebay.examples.testing;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Answer;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Code that somebody would test: it asks a model through a pool, over a transport that it is given. */
final class InvoiceReader {

    private static final int MAX_TOKENS = 100;

    private final Provider anthropic = Provider.anthropic();
    private final Pool pool;
    private final Transport transport;
    private final URI endpoint;

    InvoiceReader(Forebay forebay, Transport transport, URI baseUrl) {
        this.pool = forebay.pool("claude-haiku", pool -> pool.executor(Runnable::run));
        this.transport = transport;
        this.endpoint = anthropic.endpoint(baseUrl);
    }

    CompletableFuture<String> read(String invoice) {
        Prompt prompt =
                Prompt.of("claude-haiku-4-5", invoice).maxTokens(MAX_TOKENS).build();
        RawRequest request = anthropic
                .request(endpoint, Credential.apiKey("none-needed-here"), anthropic.body(prompt))
                .build();
        return pool.callAsync(
                        Cost.of(invoice).maxOutputTokens(MAX_TOKENS),
                        attempt -> transport
                                .send(request, head -> {})
                                .whenComplete((answer, failure) -> attempt.settle(
                                        answer == null ? Transport.signalOf(failure) : anthropic.signal(answer))))
                .thenApply(answer -> anthropic.answer(answer).map(Answer::text).orElseThrow());
    }
}
