package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import org.junit.jupiter.api.Test;

/** The same seed gives the same run, to the nanosecond and the byte. */
class DeterminismTest {

    private static final long STEP = 40_000_000;

    private static String run(long seed) {
        VirtualClient client = new VirtualClient(SimulatorOptions.builder()
                .seed(seed)
                .limits(Limits.parse("rpm=1200,itpm=20000,otpm=8000,burst=2s,concurrency=30"))
                .latency(Latency.parse("800ms").withTokensPerSecond(100))
                .faults(FaultPlan.parse("529=0.05,500=0.05,lost=0.05,cut=0.05,reset=0.05,trickle=0.02"))
                .build());
        for (int call = 0; call < 300; call++) {
            client.send(VirtualClient.anthropic("Question number " + call + " of many"));
            client.clock.advance(STEP);
        }
        client.clock.runAll();
        StringBuilder tape = new StringBuilder(client.provider.ledger().toJson());
        client.provider.log().forEach(call -> tape.append('\n').append(call));
        for (int reply = 0; reply < client.replies.size(); reply++) {
            tape.append('\n').append(client.repliedAtNanos.get(reply)).append(' ');
            tape.append(
                    client.replies.get(reply) instanceof Answer answer
                            ? answer.headers() + VirtualClient.text(answer)
                            : client.replies.get(reply).toString());
        }
        return tape.toString();
    }

    @Test
    void sameSeedSameRun() {
        String run = run(11);
        assertEquals(run, run(11));
        assertTrue(run.contains("fault=Optional[lost]") && run.contains("status=429"), "something happened");
    }

    @Test
    void otherSeedOtherRun() {
        assertNotEquals(run(11), run(12));
    }
}
