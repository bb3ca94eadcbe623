package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import dev.forebay.Forebay;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the caller has on its thread is there where the SDK's transport sends. */
@Timeout(60)
class ContextTest {

    private static final ThreadLocal<Optional<String>> CALLER = ThreadLocal.withInitial(Optional::empty);

    private final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    private final ScriptedProvider provider =
            ScriptedProvider.start(exchange -> exchange.send(WireForm.ANTHROPIC.answer()));
    private final AnthropicClient plain = AnthropicOkHttpClient.builder()
            .baseUrl(provider.baseUrl().toString())
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

    private AnthropicClient wrapped(AnthropicClient client) {
        return ForebayAnthropic.wrap(
                client.withOptions(options -> options.addInterceptor(next -> new Seeing(next, seen))), forebay);
    }

    @Test
    void ofCallsThatBlock() {
        CALLER.set(Optional.of("caller"));
        assertEquals(
                1,
                wrapped(plain).messages().create(Lab.prompt("hello")).content().size());
        assertEquals(List.of(Optional.of("caller")), seen);
    }

    /** The SDK goes to its own executor first; one that takes the context along is the user's to set. */
    @Test
    void ofCallsThatDoNotIfTheSdksExecutorTakesItAlong() throws Exception {
        assumeTrue(
                Stream.of(ClientOptions.Builder.class.getMethods())
                        .anyMatch(method -> method.getName().equals("completionExecutor")),
                "older versions of the SDK have no such executor");
        CALLER.set(Optional.of("caller"));
        AnthropicClient carrying = plain.withOptions(options ->
                options.completionExecutor(task -> ForkJoinPool.commonPool().execute(carried(task))));
        assertEquals(Optional.of("caller"), seenByAsync(wrapped(carrying)));
        assertEquals(Optional.empty(), seenByAsync(wrapped(plain)));
        assertEquals(
                Optional.empty(),
                seenByAsync(plain.withOptions(options -> options.addInterceptor(next -> new Seeing(next, seen)))),
                "without Forebay neither");
    }

    private Optional<String> seenByAsync(AnthropicClient client) throws Exception {
        seen.clear();
        assertEquals(
                1,
                client.async()
                        .messages()
                        .create(Lab.prompt("hello"))
                        .get(20, TimeUnit.SECONDS)
                        .content()
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
