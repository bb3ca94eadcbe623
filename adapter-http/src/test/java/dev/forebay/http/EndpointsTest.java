package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.client.MeteredEndpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com/v1/messages, anthropic",
        "https://api.openai.com/v1/chat/completions, openai",
        "https://api.openai.com/v1/responses, openai",
        "https://api.openai.com/v1/embeddings/, openai",
        "https://api.openai.com/v1/completions, openai",
        "https://api.deepseek.com/chat/completions, openai",
        "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions, openai",
        "https://x.openai.azure.com/openai/deployments/mine/embeddings?api-version=1, openai",
        "https://api.anthropic.com/v1/messages/batches, none",
        "https://api.anthropic.com/v1/messages/count_tokens, none",
        "https://api.openai.com/v1/threads/thread_1/messages, none",
        "https://api.openai.com/v1/audio/speech, none",
        "https://discord.com/api/v10/channels/1/messages, none",
        "https://example.com/surveys/1/responses, none",
        "https://example.com, none"
    })
    void whereARequestGoes(String uri, String provider) {
        assertEquals(
                provider,
                Endpoints.of(post(uri).build())
                        .map(endpoint -> endpoint.provider().name())
                        .orElse("none"));
    }

    @Test
    void aHeaderTellsAnthropicWhateverThePath() {
        HttpRequest.Builder request = post("https://gateway.example.com/claude/messages");
        assertEquals(Optional.empty(), Endpoints.of(request.build()));
        request.header("anthropic-version", "2023-06-01");
        assertEquals(
                "messages",
                Endpoints.of(request.build()).map(MeteredEndpoint::name).orElse(""));
        assertTrue(Endpoints.areCertain(request.build()));
    }

    @Test
    void anEmptyBodyOrAnotherMethodIsNoCall() {
        String uri = "https://api.openai.com/v1/chat/completions";
        assertEquals(
                Optional.empty(),
                Endpoints.of(post(uri).POST(BodyPublishers.noBody()).build()));
        assertEquals(Optional.empty(), Endpoints.of(post(uri).GET().build()));
    }

    @Test
    void azureMetersByDeployment() {
        String uri = "https://x.openai.azure.com/openai/deployments/mine/chat/completions";
        HttpRequest request = post(uri).build();
        SizedRequest sized =
                SizedRequest.of(Endpoints.of(request).orElseThrow(), request).join();
        assertEquals(Optional.of("mine"), sized.size().model());
        assertTrue(sized.isMetered());
    }

    @Test
    void whatOthersMayHaveTooNeedsAModel() {
        HttpRequest request = post("https://example.com/v1/responses").build();
        assertFalse(SizedRequest.of(Endpoints.of(request).orElseThrow(), request)
                .join()
                .isMetered());
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() {
        HttpRequest request = post("https://api.openai.com/v1/chat/completions")
                .POST(BodyPublishers.fromPublisher(
                        subscriber -> {
                            throw new AssertionError("read");
                        },
                        SizedRequest.BYTES_MAX + 1))
                .build();
        SizedRequest sized =
                SizedRequest.of(Endpoints.of(request).orElseThrow(), request).join();
        assertTrue(sized.request() == request);
        assertEquals(4_000, sized.size().cost().inputBytes());
    }

    @Test
    void whatItsPublisherRefusesIsLeftToTheSending() {
        HttpRequest request = post("https://api.openai.com/v1/responses")
                .POST(BodyPublishers.fromPublisher(
                        subscriber -> {
                            throw new IllegalStateException("the publisher's own");
                        },
                        10))
                .build();
        SizedRequest sized =
                SizedRequest.of(Endpoints.of(request).orElseThrow(), request).join();
        assertTrue(sized.request() == request);
        assertFalse(sized.isMetered());
    }

    private static HttpRequest.Builder post(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).POST(BodyPublishers.ofString("{}"));
    }
}
