package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The counts by which clients are judged, with known wrongs planted. */
class LedgerTest {

    private static final long SECOND = 1_000_000_000;

    private static SimulatorOptions.Builder options() {
        return SimulatorOptions.builder().latency(Latency.parse("fixed:1s")).throttleGrace(Duration.ZERO);
    }

    @Test
    void countsContentThatIsBilledTwice() {
        VirtualClient client = new VirtualClient(options().build());
        client.ask(VirtualClient.anthropic("one"));
        client.ask(VirtualClient.anthropic("two"));
        client.ask(VirtualClient.anthropic("one"));
        client.ask(VirtualClient.anthropic("one"));
        Ledger ledger = client.provider.ledger();
        assertEquals(4, ledger.billed());
        assertEquals(2, ledger.billedTwice());
        assertEquals(2, ledger.answeredTwice());
        assertEquals(4, ledger.answered());
    }

    @Test
    void aRetryAfterALossIsBilledTwiceButNotAnsweredTwice() {
        VirtualClient client = new VirtualClient(
                options().faults(FaultPlan.parse("lost=1@0s+500ms")).build());
        client.send(VirtualClient.anthropic("one"));
        client.clock.advance(2 * SECOND);
        assertEquals(new Reply.Disconnect(Reply.Manner.LOST), client.replies.get(0));
        assertEquals(SECOND, client.repliedAtNanos.get(0), "after the work");
        client.ask(VirtualClient.anthropic("one"));
        Ledger ledger = client.provider.ledger();
        assertEquals(2, ledger.billed());
        assertEquals(1, ledger.billedTwice());
        assertEquals(0, ledger.answeredTwice());
        assertEquals(1, ledger.answered());
        assertEquals(1, ledger.faults("lost"));
    }

    @Test
    void whatIsNotTakenUpIsNotBilled() {
        for (String fault : List.of("529", "503", "429", "refused", "reset")) {
            VirtualClient client = new VirtualClient(options()
                    .limits(Limits.parse("rpm=10"))
                    .faults(FaultPlan.parse(fault + "=1"))
                    .build());
            client.send(VirtualClient.anthropic("one"));
            client.clock.runAll();
            Ledger ledger = client.provider.ledger();
            assertEquals(0, ledger.billed(), fault);
            assertEquals(0, ledger.accepted(), fault);
            assertEquals(0, ledger.rejectedTotal(), fault);
            assertEquals(1, ledger.faults(fault), fault);
        }
    }

    @Test
    void aServerErrorIsChargedButNotBilled() {
        VirtualClient client =
                new VirtualClient(options().faults(FaultPlan.parse("500=1")).build());
        assertEquals(500, client.ask(VirtualClient.anthropic("one")).status());
        Ledger ledger = client.provider.ledger();
        assertEquals(1, ledger.accepted());
        assertEquals(0, ledger.billed());
        assertEquals(0, ledger.inFlight());
    }

    @Test
    void aHangIsBilledAndInFlightUntilTheClientLeaves() {
        VirtualClient client =
                new VirtualClient(options().faults(FaultPlan.parse("hang=1")).build());
        Call call = client.send(VirtualClient.anthropic("one"));
        client.clock.runAll();
        assertEquals(List.of(new Reply.Silence()), client.replies);
        assertEquals(1, client.provider.ledger().inFlight());
        assertEquals(1, client.provider.ledger().billed());
        call.clientLeft();
        call.clientLeft();
        call.sent();
        assertEquals(0, client.provider.ledger().inFlight());
        assertEquals(1, client.provider.ledger().clientLeft());
        assertEquals(0, client.provider.ledger().answered());
    }

    @Test
    void aCutBodyIsHalf() {
        VirtualClient whole = new VirtualClient(options().build());
        VirtualClient cut =
                new VirtualClient(options().faults(FaultPlan.parse("cut=1")).build());
        String expected = VirtualClient.text(whole.ask(VirtualClient.anthropic("one")));
        Answer answer = cut.ask(VirtualClient.anthropic("one"));
        assertTrue(!answer.complete());
        assertEquals(expected.length() / 2, answer.bytes().length);
        assertEquals(0, cut.provider.ledger().answered());
        assertEquals(1, cut.provider.ledger().billed());
    }

    @Test
    void aTrickleTakesTwentySeconds() {
        VirtualClient client =
                new VirtualClient(options().faults(FaultPlan.parse("trickle=1")).build());
        Answer answer = client.ask(VirtualClient.anthropic("one"));
        assertEquals(20 * SECOND, answer.durationNanos());
        assertTrue(VirtualClient.text(answer).startsWith("{\"id\":\"msg_"));
        assertEquals(1, client.provider.ledger().answered());
    }

    /** One a minute: the second is told to wait 60 s, and the third comes while it should. */
    @Test
    void seesWhoDoesNotWait() {
        VirtualClient client = new VirtualClient(
                options().limits(Limits.parse("rpm=1,burst=60s")).build());
        client.ask(VirtualClient.anthropic("one"));
        assertEquals(429, client.ask(VirtualClient.anthropic("two")).status());
        assertEquals(0, client.provider.ledger().earlyAfterRetryAfter());
        client.ask(VirtualClient.anthropic("three"));
        assertEquals(1, client.provider.ledger().earlyAfterRetryAfter());
        client.clock.advance(61 * SECOND);
        assertEquals(200, client.ask(VirtualClient.anthropic("four")).status());
        assertEquals(1, client.provider.ledger().earlyAfterRetryAfter());
        assertEquals(2, client.provider.ledger().rejected().get("requests"));
    }

    /** A request of six minutes' tokens never fits; the next one may come at once. */
    @Test
    void aWaitThatNoRequestCanHaveStopsNobodyElse() {
        VirtualClient client = new VirtualClient(
                options().limits(Limits.parse("itpm=60,burst=1s")).build());
        String words = "invoice ".repeat(450);
        assertEquals(429, client.ask(VirtualClient.anthropic(words)).status());
        assertEquals(429, client.ask(VirtualClient.anthropic(words)).status());
        assertEquals(2, client.provider.ledger().rejected().get("too_large"));
        assertEquals(0, client.provider.ledger().earlyAfterRetryAfter());
    }

    @Test
    void anotherModelNeedNotWait() {
        VirtualClient client = new VirtualClient(
                options().limits(Limits.parse("rpm=1,burst=60s")).build());
        client.ask(VirtualClient.anthropic("one"));
        client.ask(VirtualClient.anthropic("two"));
        RawRequest other = VirtualClient.request(
                VirtualClient.ANTHROPIC,
                "{\"model\":\"other\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertEquals(200, client.ask(other).status());
        assertEquals(0, client.provider.ledger().earlyAfterRetryAfter());
    }

    @Test
    void whatWasOnItsWayWhenTheThrottleWasSentIsNotEarly() {
        VirtualClient client = new VirtualClient(options()
                .limits(Limits.parse("rpm=1,burst=60s"))
                .throttleGrace(Duration.ofMillis(50))
                .build());
        client.ask(VirtualClient.anthropic("one"));
        client.ask(VirtualClient.anthropic("two"));
        client.clock.advance(SECOND / 20 - 1);
        client.ask(VirtualClient.anthropic("three"));
        assertEquals(0, client.provider.ledger().earlyAfterRetryAfter());
        client.clock.advance(1);
        client.ask(VirtualClient.anthropic("four"));
        assertEquals(1, client.provider.ledger().earlyAfterRetryAfter());
    }

    /** 60 a minute with a burst of 2 s: three calls in 4 s need 1 s beyond the burst. */
    @Test
    void computesTheShareOfTheLimit() {
        VirtualClient client = new VirtualClient(
                options().limits(Limits.parse("rpm=60,burst=2s")).build());
        client.send(VirtualClient.anthropic("one"));
        client.send(VirtualClient.anthropic("two"));
        client.clock.advance(4 * SECOND);
        client.ask(VirtualClient.anthropic("three"));
        Ledger ledger = client.provider.ledger();
        assertEquals(0.25, ledger.share(), 1e-9);
        assertEquals(0.25, ledger.steadyShare(), 1e-9, "one call in the 4 s after the burst was used up");
        assertEquals(2, ledger.maxInFlight());
        assertEquals(4 * SECOND, ledger.times().lastAdmissionNanos());
    }

    @Test
    void showsItselfAndItsLog() throws Exception {
        ObjectMapper json = new ObjectMapper();
        VirtualClient client = new VirtualClient(
                options().limits(Limits.parse("rpm=60,burst=2s")).loggedCalls(2).build());
        RawRequest request = VirtualClient.anthropic("one");
        client.ask(request);
        client.ask(request);
        client.ask(request);
        JsonNode stats = json.readTree(client.ask(new RawRequest("GET", "/_stats", List.of(), new byte[0]))
                .bytes());
        assertEquals(3, stats.path("accepted").asLong());
        assertEquals(2, stats.path("billedTwice").asLong());
        assertEquals("requests", stats.path("binding").asText());
        assertEquals(0.5, stats.path("share").asDouble(), "three in 2 s, of which the burst covers two");
        JsonNode log = json.readTree(client.ask(new RawRequest("GET", "/_log", List.of(), new byte[0]))
                .bytes());
        assertEquals(1, log.path("dropped").asLong());
        assertEquals(2, log.path("calls").size());
        JsonNode last = log.path("calls").path(1);
        assertEquals(200, last.path("status").asInt());
        assertEquals(2 * SECOND, last.path("arrivalNanos").asLong());
        assertEquals(true, last.path("billed").asBoolean());
        assertEquals("SENT", last.path("ending").asText());
        assertEquals(
                SimulatedProvider.contentHash(request.body()),
                last.path("contentHash").asText());
    }

    @Test
    void changesFaultsInMidRun() {
        VirtualClient client = new VirtualClient(options().build());
        assertEquals(200, client.ask(VirtualClient.anthropic("one")).status());
        plan(client, "{\"529\":\"1@0s+60s\"}", 200);
        assertEquals(529, client.ask(VirtualClient.anthropic("two")).status());
        client.clock.advance(60 * SECOND);
        assertEquals(200, client.ask(VirtualClient.anthropic("three")).status());
        plan(client, "{\"500\":1.0}", 200);
        assertEquals(500, client.ask(VirtualClient.anthropic("four")).status());
        plan(client, "{}", 200);
        assertEquals(200, client.ask(VirtualClient.anthropic("five")).status());
        plan(client, "{\"530\":1}", 400);
        plan(client, "nonsense", 400);
    }

    private static void plan(VirtualClient client, String json, int status) {
        RawRequest request = new RawRequest("POST", "/_faults", List.of(), json.getBytes(StandardCharsets.UTF_8));
        assertEquals(status, client.ask(request).status());
    }
}
