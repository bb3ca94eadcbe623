package dev.forebay.langchain4j;

import dev.forebay.providers.Provider;
import dev.forebay.providers.client.MeteredEndpoint;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import java.util.List;
import java.util.stream.Stream;

/** LangChain4j's client on the JDK's, which notices calls that are made again. Thread-safe; {@link #execute} blocks. */
final class NoticingHttpClient extends JdkHttpClient {

    private final RepeatedCalls repeated;

    NoticingHttpClient(JdkHttpClientBuilder builder, RepeatedCalls repeated) {
        super(builder);
        this.repeated = repeated;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        if (!isMetered(request)) {
            return super.execute(request);
        }
        repeated.starts(request);
        try {
            return super.execute(request);
        } catch (RuntimeException failed) {
            repeated.ends(request, failed);
            throw failed;
        }
    }

    private static boolean isMetered(HttpRequest request) {
        List<String> path = List.of(request.url().split("[?#]", 2)[0].split("/"));
        return Stream.of(Provider.anthropic(), Provider.openAi())
                .anyMatch(provider -> MeteredEndpoint.of(
                                provider, request.method().name(), path)
                        .isPresent());
    }
}
