package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.simulator.Ledger;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --limits org}: the limits come from the provider's own admin endpoint, which the simulator has too. */
class OrganizationLimitsTest {

    private static final String ADMIN = "sk-ant-admin01-secret-0123456789";
    private static final String OPENAI_ADMIN = "sk-admin-secret-0123456789";

    @TempDir
    private Path folder;

    private static Map<String, String> environment(String... pairs) {
        Map<String, String> environment = new HashMap<>();
        for (int pair = 0; pair < pairs.length; pair += 2) {
            environment.put(pairs[pair], pairs[pair + 1]);
        }
        return environment;
    }

    /** Without headers a run learns nothing: what it knows of the limits it was told. */
    private static SimulatorServer mute(String limits) throws Exception {
        return SimulatorServer.start(
                Documents.quick()
                        .limits(Limits.parse(limits))
                        .headers(dev.forebay.simulator.HeaderProfile.NONE)
                        .adminPageSize(2)
                        .build(),
                0);
    }

    private static void assertKeptSecret(Invoked run) {
        assertFalse((run.err() + run.out()).contains("secret"), run.err() + run.out());
    }

    private static void assertOneLine(int status, String part, Invoked run) {
        assertEquals(status, run.status(), run.err());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("forebay: --limits org"), run.err());
        assertTrue(run.err().contains(part), run.err());
        assertKeptSecret(run);
    }

    @Test
    void anthropicsLimitsAreAskedForAndNothingIsRejected() throws Exception {
        Documents documents = Documents.invoices(folder, 100);
        try (SimulatorServer provider = mute("rpm=3000,itpm=900000,otpm=300000,burst=2s")) {
            Invoked run = Invoked.command(
                    environment("ANTHROPIC_ADMIN_KEY", ADMIN), documents.runArguments(provider, "--limits", "org"));
            assertEquals(0, run.status(), run.err());
            assertEquals(100, documents.correct());
            Ledger ledger = provider.provider().ledger();
            assertEquals(0, ledger.rejectedTotal(), ledger.toJson());
            assertEquals(100, ledger.arrived());
            assertEquals(
                    "the provider tells these limits: 3,000 requests a minute, 900,000 input tokens a minute,"
                            + " 300,000 output tokens a minute",
                    run.errLines().get(0));
            assertKeptSecret(run);
        }
    }

    @Test
    void openAisLimitsAreThoseOfTheProject() throws Exception {
        Documents documents = Documents.invoices(folder, 40);
        try (SimulatorServer provider = mute("rpm=3000,tpm=3000000,rpd=5000,burst=1s")) {
            Invoked run = Invoked.command(
                    environment("OPENAI_ADMIN_KEY", OPENAI_ADMIN, "OPENAI_PROJECT_ID", "proj_1"),
                    documents.runArguments(provider, "--provider", "openai", "--limits", "org"));
            assertEquals(0, run.status(), run.err());
            assertEquals(40, documents.correct());
            assertEquals(0, provider.provider().ledger().rejectedTotal());
            assertTrue(
                    run.err()
                            .startsWith(
                                    "the provider tells these limits: 3,000 requests a minute, 3,000,000 total tokens a"
                                            + " minute, 5,000 requests a day"),
                    run.err());
        }
    }

    /** What stands beside org reaches the pool: a dry run reckons with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            org                  | 98
            org,burst=10s        | 89
            org,share=1/2        | 198
            org,rpm=120          | 98
            ORG , rpm=30         | 198
            """)
    void whatStandsBesideItCounts(String limits, long seconds) throws Exception {
        Documents documents = Documents.invoices(folder, 100);
        try (SimulatorServer provider = mute("rpm=60")) {
            Invoked run = Invoked.command(
                    environment("ANTHROPIC_ADMIN_KEY", ADMIN),
                    documents.runArguments(provider, "--limits", limits, "--dry-run", "--progress", "json"));
            assertEquals(0, run.status(), run.err());
            double said = Documents.json(run.out()).path("seconds_p50").asDouble();
            assertEquals(seconds, said, 2, run.out());
            assertEquals(0, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aDryRunSaysWhatItAskedAndWasTold() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        try (SimulatorServer provider = mute("rpm=60")) {
            Invoked run = Invoked.command(
                    environment("ANTHROPIC_ADMIN_KEY", ADMIN),
                    documents.runArguments(provider, "--limits", "org", "--dry-run"));
            assertEquals(
                    List.of(
                            "dry run: nothing was sent but the question for the limits",
                            "the provider tells these limits: 60 requests a minute"),
                    run.out().lines().limit(2).toList());
        }
    }

    @Test
    void aWorkspaceIsAskedForToo() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        try (SimulatorServer provider = mute("rpm=60")) {
            String[] arguments = documents.runArguments(provider, "--limits", "org");
            String theirs = "wrkspc_01Mvq3XcZr8TbLh5NsYd2KfE";
            Invoked run = Invoked.command(
                    environment("ANTHROPIC_ADMIN_KEY", ADMIN, "ANTHROPIC_WORKSPACE_ID", theirs), arguments);
            assertEquals(0, run.status(), run.err());
            assertOneLine(
                    4,
                    "no workspace wrkspc_2",
                    Invoked.command(
                            environment("ANTHROPIC_ADMIN_KEY", ADMIN, "ANTHROPIC_WORKSPACE_ID", "wrkspc_2"),
                            arguments));
        }
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsSent() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        try (SimulatorServer provider = mute("rpm=60")) {
            String[] anthropic = documents.runArguments(provider, "--limits", "org");
            assertOneLine(2, "needs ANTHROPIC_ADMIN_KEY", Invoked.command(anthropic));
            assertOneLine(
                    2,
                    "a space or a character",
                    Invoked.command(environment("ANTHROPIC_ADMIN_KEY", "sk-ant-admin secret"), anthropic));
            String[] openAi = documents.runArguments(provider, "--limits", "org", "--provider", "openai");
            assertOneLine(2, "needs OPENAI_ADMIN_KEY", Invoked.command(openAi));
            assertOneLine(
                    2,
                    "needs OPENAI_PROJECT_ID",
                    Invoked.command(environment("OPENAI_ADMIN_KEY", OPENAI_ADMIN), openAi));
            for (String wrong : List.of("organization", "org,rpm=0", "org=1", "org,")) {
                Invoked run = Invoked.command(
                        environment("ANTHROPIC_ADMIN_KEY", ADMIN), documents.runArguments(provider, "--limits", wrong));
                assertEquals(2, run.status(), run.err());
                assertEquals(1, run.errLines().size(), run.err());
            }
        }
        assertFalse(Files.exists(documents.store));
    }

    @Test
    void aProviderThatDoesNotTellEndsTheRunInOneLine() throws Exception {
        Documents documents = Documents.invoices(folder, 1);
        SimulatorServer provider = mute("rpm=60");
        String[] arguments = documents.runArguments(provider, "--limits", "org");
        try (provider) {
            assertOneLine(
                    4,
                    "the key is not an Admin key",
                    Invoked.command(environment("ANTHROPIC_ADMIN_KEY", "sk-ant-api03-secret-0123456789"), arguments));
            Invoked another = Invoked.command(
                    environment("ANTHROPIC_ADMIN_KEY", ADMIN),
                    documents.runArguments(provider, "--limits", "org", "--model", "claude-mouse-1"));
            assertOneLine(4, "there are limits of claude-fable-5-1, claude-haiku-4-5", another);
        }
        // Bound and never listening: a port that was merely free could be another test's by now.
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String nowhere = "http://127.0.0.1:" + deaf.getLocalPort();
            String[] unreachable = Stream.of(arguments)
                    .map(part -> part.equals(provider.baseUrl().toString()) ? nowhere : part)
                    .toArray(String[]::new);
            assertTrue(List.of(unreachable).contains(nowhere));
            assertOneLine(3, "no connection", Invoked.command(environment("ANTHROPIC_ADMIN_KEY", ADMIN), unreachable));
        }
        assertFalse(Files.exists(documents.store));
    }
}
