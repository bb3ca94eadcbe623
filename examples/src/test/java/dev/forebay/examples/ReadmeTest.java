package dev.forebay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of the pages stands, word for word, in a program or a test of this module, and that runs. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/adapters.md", "docs/metrics.md", "docs/spring.md", "docs/testing.md"})
    void theJavaOfThePageIsCompiled(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Repository.text(Repository.ROOT.resolve(page)));
        while (matcher.find()) {
            blocks.add(squeezed(matcher.group(1)));
        }
        assertFalse(blocks.isEmpty());
        StringBuilder programs = new StringBuilder();
        for (Path path : Repository.files(".java")) {
            if (Repository.name(path).matches("examples(-spring)?/src/main/.*")
                    || Repository.name(path).startsWith("examples/src/test/java/dev/forebay/examples/testing/")) {
                programs.append(squeezed(Repository.text(path)));
            }
        }
        for (String block : blocks) {
            assertTrue(programs.indexOf(block) >= 0, () -> "no program of examples/ holds: " + block);
        }
    }

    @Test
    void theFirstExampleRuns() throws Exception {
        try (SimulatorServer simulator =
                SimulatorServer.start(SimulatorOptions.builder().build(), 0)) {
            String said = new OneCall(simulator.baseUrl()).ask("Say hello.");
            assertTrue(said.contains("1 calls  0 throttled"), said);
        }
    }

    @Test
    void theExampleOfAnthropicsSdkRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = AnthropicSdk.run(AnthropicOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl().toString())
                    .apiKey("none-needed-here")
                    .build());
            assertTrue(said.contains("claude-haiku-4-5  31 calls  0 throttled"), said);
        }
    }

    @Test
    void theExampleOfOpenAisSdkRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,tpm=600000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = OpenAiSdk.run(OpenAIOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl() + "/v1")
                    .apiKey("none-needed-here")
                    .build());
            assertTrue(said.contains("gpt-5-mini  31 calls  0 throttled"), said);
        }
    }

    @Test
    void theExampleOfMetricsRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = PoolsWatched.run(AnthropicOkHttpClient.builder()
                    .baseUrl(simulator.baseUrl().toString())
                    .apiKey("none-needed-here")
                    .build());
            long tokens = simulator.provider().ledger().outputTokens();
            assertTrue(said.contains("forebay.requests{kind=succeeded,pool=claude-haiku-4-5} 10.0"), said);
            assertTrue(said.contains("forebay.tokens{kind=output,pool=claude-haiku-4-5} " + (double) tokens), said);
            assertFalse(said.contains("forebay.cost{pool=claude-haiku-4-5} 0.0"), said);
        }
    }

    @Test
    void theExampleOfTheJdksClientRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = JdkHttpClient.run(HttpClient.newHttpClient(), simulator.baseUrl());
            assertTrue(said.contains("claude-haiku-4-5  31 calls  0 throttled"), said);
        }
    }

    /** The headers say nothing, so the limits are those that were read. */
    @Test
    void theExampleOfLimitsFromTheSourceRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=2s"))
                .headers(HeaderProfile.NONE)
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = LimitsFromSource.run(simulator.baseUrl(), "sk-ant-admin-none-needed-here");
            assertTrue(said.contains("claude-haiku-4-5  30 calls  0 throttled  1200 requests per PT1M"), said);
        }
    }

    @Test
    void theExampleOfLangChain4jRuns() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=1200,itpm=600000,otpm=120000,burst=1s"))
                .build();
        try (SimulatorServer simulator = SimulatorServer.start(options, 0)) {
            String said = LangChain4jModels.run(simulator);
            assertTrue(said.contains("claude-haiku-4-5  31 calls  0 throttled"), said);
        }
    }

    @Test
    void theExampleOfContextsRuns() {
        assertEquals("the attempt sees request 17", Contexts.run("request 17"));
    }

    /** Without the white space, which the formatter owns. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
