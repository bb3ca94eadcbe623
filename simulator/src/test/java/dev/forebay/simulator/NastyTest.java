package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers that surprise clients: refusals that no wait cures, and headers that say too little or too much. */
class NastyTest {

    private static final String CHAT = "{\"model\":\"gpt-test\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "spend; 429; You will regain access on 2026-12-01 at 00:00 UTC; insufficient_quota",
                "spend; 429; enforced_spend_limit_reached; You exceeded your current quota",
                "credit; 400; Your credit balance is too low to access the Anthropic API; credit_balance_exhausted",
                "acceleration; 429; maximum usage increase rate for input tokens per minute; slow_down",
                "504; 504; timeout_error; server_error",
                "503; 503; api_error; server_is_overloaded",
                "500; 500; Internal server error; The server had an error",
                "429; 429; rate_limit_error; Too Many Requests"
            })
    void faultsLookLikeTheirProvider(String fault, int status, String anthropic, String openAi) {
        SimulatorOptions options =
                SimulatorOptions.builder().faults(FaultPlan.parse(fault + "=1")).build();
        Answer one = new VirtualClient(options).ask(VirtualClient.anthropic("x"));
        assertEquals(status, one.status());
        assertTrue(VirtualClient.text(one).contains(anthropic), VirtualClient.text(one));
        Answer other = new VirtualClient(options).ask(VirtualClient.request(VirtualClient.OPENAI, CHAT));
        assertTrue(VirtualClient.text(other).contains(openAi), VirtualClient.text(other));
    }

    @ParameterizedTest
    @CsvSource({"exact, 20, ", "later, 22, ", "missing, , ", "zero, 0, ", "always, 20, 37"})
    void retryAfterHasItsMoods(String profile, String onThrottle, String onSuccess) {
        VirtualClient client = new VirtualClient(SimulatorOptions.builder()
                .limits(Limits.parse("rpm=3,burst=20s"))
                .retryAfter(RetryAfterProfile.parse(profile))
                .build());
        Answer success = client.ask(VirtualClient.anthropic("one"));
        Answer throttled = client.ask(VirtualClient.anthropic("two"));
        assertEquals(429, throttled.status());
        assertEquals(Optional.ofNullable(onThrottle), throttled.header("retry-after"));
        assertEquals(Optional.ofNullable(onSuccess), success.header("retry-after"));
    }

    @ParameterizedTest
    @CsvSource({"all, 6", "no-requests, 3", "none, 0"})
    void headersHaveTheirMoods(String profile, int count) {
        Answer answer = new VirtualClient(SimulatorOptions.builder()
                        .limits(Limits.parse("rpm=50,tpm=30000"))
                        .headers(HeaderProfile.parse(profile))
                        .build())
                .ask(VirtualClient.anthropic("one"));
        assertEquals(
                count,
                answer.headers().stream()
                        .filter(header -> header.name().contains("ratelimit"))
                        .count());
    }

    @Test
    void aBurstSmallerThanARequestStillLetsItThroughAlone() {
        VirtualClient client = new VirtualClient(SimulatorOptions.builder()
                .limits(Limits.parse("itpm=600,burst=100ms"))
                .build());
        assertEquals(
                200,
                client.ask(VirtualClient.anthropic("Hello there, how are you?")).status());
        assertEquals(
                429,
                client.ask(VirtualClient.anthropic("Hello there, how are you?")).status());
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        SimulatorOptions.Builder builder = SimulatorOptions.builder();
        assertMessage("logged calls is -1; allowed is 0 to 1,000,000", () -> builder.loggedCalls(-1));
        assertMessage(
                "extra output tokens is 1000001; allowed is 0 to 1,000,000",
                () -> builder.extraOutputTokens(1_000_001));
        assertMessage(
                "throttle grace is PT11S; allowed is 0 to 10 s", () -> builder.throttleGrace(Duration.ofSeconds(11)));
        assertMessage("the key is blank; leave it out to take any key", () -> builder.key(" "));
        assertMessage(
                "header profile is 'some'; allowed are all, no-requests and none", () -> HeaderProfile.parse("some"));
        assertMessage(
                "retry-after profile is 'soon'; allowed are exact, later, missing, zero and always",
                () -> RetryAfterProfile.parse("soon"));
    }

    private static void assertMessage(String message, Runnable code) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, code::run).getMessage());
    }

    @Test
    void optionsAreCopiedAndNeverShowTheKey() {
        SimulatorOptions options = SimulatorOptions.builder()
                .key("very-secret")
                .models(Set.of("a"))
                .seed(9)
                .loggedCalls(3)
                .extraOutputTokens(7)
                .build();
        SimulatorOptions copy = options.toBuilder().seed(10).build();
        assertEquals(9, options.seed());
        assertEquals(10, copy.seed());
        assertEquals(options.key(), copy.key());
        assertEquals(Set.of("a"), copy.models());
        assertEquals(3, copy.loggedCalls());
        assertEquals(7, copy.extraOutputTokens());
        assertTrue(!options.toString().contains("secret"));
    }
}
