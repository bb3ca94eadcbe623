package dev.forebay.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import dev.forebay.Forebay;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the caller has on its thread is there where the SDK's transport sends. */
@Timeout(60)
class ContextTest {

    private static final ThreadLocal<Optional<String>> CALLER = ThreadLocal.withInitial(Optional::empty);

    private final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    private final ScriptedProvider provider =
            ScriptedProvider.start(exchange -> exchange.send(WireForm.OPENAI.answer()));
    private final OpenAIClient plain = OpenAIOkHttpClient.builder()
            .baseUrl(provider.baseUrl() + "/v1")
            .apiKey("none-needed-here")
            .build();
    private final Forebay forebay =
            Forebay.builder().context(ContextTest::carried).build();

    ContextTest() throws Exception {}

    @AfterEach
    void close() {
        CALLER.remove();
        plain.close();
        provider.close();
    }

    /** As a library of contexts does it. */
    private static Runnable carried(Runnable task) {
        Optional<String> captured = CALLER.get();
        return () -> {
            Optional<String> before = CALLER.get();
            CALLER.set(captured);
            try {
                task.run();
            } finally {
                CALLER.set(before);
            }
        };
    }

    private OpenAIClient wrapped(OpenAIClient client) {
        return ForebayOpenAi.wrap(seeing(client), forebay);
    }

    private OpenAIClient seeing(OpenAIClient client) {
        return client.withOptions(
                options -> options.httpClient(new Seeing(options.build().httpClient(), seen)));
    }

    @Test
    void ofCallsThatBlock() {
        CALLER.set(Optional.of("caller"));
        assertEquals(
                1,
                wrapped(plain)
                        .chat()
                        .completions()
                        .create(Lab.prompt("hello"))
                        .choices()
                        .size());
        assertEquals(List.of(Optional.of("caller")), seen);
    }

    /** The SDK goes to the common pool before its transport: nothing that is asked from there knows the caller's thread. */
    @Test
    void ofCallsThatDoNotTheSdkLosesItBefore() throws Exception {
        CALLER.set(Optional.of("caller"));
        assertEquals(Optional.empty(), seenByAsync(wrapped(plain)));
        assertEquals(Optional.empty(), seenByAsync(seeing(plain)), "without Forebay neither");
    }

    private Optional<String> seenByAsync(OpenAIClient client) throws Exception {
        seen.clear();
        assertEquals(
                1,
                client.async()
                        .chat()
                        .completions()
                        .create(Lab.prompt("hello"))
                        .get(20, TimeUnit.SECONDS)
                        .choices()
                        .size());
        assertEquals(1, seen.size());
        return seen.get(0);
    }

    /** The SDK's transport, and what is on the thread on which it is asked to send. */
    private record Seeing(HttpClient next, List<Optional<String>> seen) implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            seen.add(CALLER.get());
            return next.execute(request, options);
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            seen.add(CALLER.get());
            return next.executeAsync(request, options);
        }

        @Override
        public void close() {
            next.close();
        }
    }
}
