package dev.forebay.simulator;

import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.exchange.Reply.Silence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends requests to a provider in virtual time and keeps the replies. */
final class VirtualClient {

    static final String ANTHROPIC = "/v1/messages";
    static final String OPENAI = "/v1/chat/completions";

    final VirtualClock clock = new VirtualClock();
    final SimulatedProvider provider;
    final List<Reply> replies = new ArrayList<>();
    final List<Long> repliedAtNanos = new ArrayList<>();

    VirtualClient(SimulatorOptions options) {
        provider = new SimulatedProvider(options, clock);
    }

    static RawRequest request(String path, String body) {
        List<Header> headers = List.of(
                new Header("content-type", "application/json"),
                new Header("anthropic-version", "2023-06-01"),
                new Header("authorization", "Bearer test-key"));
        return new RawRequest("POST", path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static RawRequest anthropic(String text) {
        return request(
                ANTHROPIC,
                "{\"model\":\"claude-test\",\"max_tokens\":1024,\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                        + "\"}]}");
    }

    /** Sends a request; a reply that can be carried is carried to its end. */
    Call send(RawRequest request) {
        Call[] call = new Call[1];
        call[0] = provider.receive(request, reply -> {
            replies.add(reply);
            repliedAtNanos.add(clock.elapsedNanos());
            if (reply instanceof Answer answer) {
                clock.schedule(answer.durationNanos(), () -> call[0].sent());
            } else if (!(reply instanceof Silence)) {
                call[0].sent();
            }
        });
        return call[0];
    }

    /** Sends a request and lets time pass until it is answered. */
    Answer ask(RawRequest request) {
        int before = replies.size();
        send(request);
        clock.runAll();
        return (Answer) replies.get(before);
    }

    static String text(Answer answer) {
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
}
