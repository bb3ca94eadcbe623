package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.providers.http.HttpTransport;
import dev.forebay.providers.http.ScriptedServer;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of an account, read from answers that are written out here as the providers document them. */
@Timeout(60)
class OrganizationLimitsTest {

    private static final String ADMIN = "sk-ant-admin01-secret-0123456789";
    private static final String ORDINARY = "sk-ant-api03-secret-0123456789";
    private static final String OPENAI_ADMIN = "sk-admin-secret-0123456789";

    private static final String SONNET = """
            {"type":"rate_limit","group_type":"model_group","future":{"a":[1]},
             "models":["claude-sonnet-4-5","claude-sonnet-4-5-20250929"],
             "limits":[{"type":"requests_per_minute","value":4000,"future":null},
                       {"type":"input_tokens_per_minute","value":2000000},
                       {"type":"output_tokens_per_minute","value":400000},
                       {"type":"fast_otpm","value":7}]}""";

    private static final String OPUS = """
            {"type":"rate_limit","group":{"type":"model_group","display_name":"Opus"},
             "models":["claude-opus-4-7","claude-opus-4-6-20260101"],
             "limits":[{"type":"requests_per_minute","value":50},
                       {"type":"input_tokens_per_minute_cache_aware","value":30000}]}""";

    private static final String BATCH = """
            {"type":"rate_limit","group_type":"batch","models":["claude-sonnet-4-5"],
             "limits":[{"type":"requests_per_minute","value":1},{"type":"enqueued_batch_requests","value":2}]}""";

    private final List<String> answers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HurriedClock clock = new HurriedClock();
    private final ScriptedServer server;

    OrganizationLimitsTest() throws IOException {
        server = new ScriptedServer(
                connection -> connection.write(answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1))));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static String answer(int status, String more, String body) {
        return "HTTP/1.1 " + status + " x\r\ncontent-type: application/json\r\nconnection: close\r\n" + more
                + "content-length: " + body.length() + "\r\n\r\n" + body;
    }

    private void answers(String... bodies) {
        for (String body : bodies) {
            answers.add(answer(200, "", body));
        }
    }

    private static String page(String next, String... entries) {
        return "{\"data\":[" + String.join(",", entries) + "],\"more\":1,\"next_page\":"
                + (next.isEmpty() ? "null" : "\"" + next + "\"") + "}";
    }

    private OrganizationLimits at(OrganizationLimits limits) {
        return limits.toBuilder()
                .baseUrl(server.uri())
                .transport(HttpTransport.create(Clock.system()))
                .clock(clock)
                .randomness(() -> 0.5)
                .build();
    }

    private OrganizationLimits anthropic() {
        return at(OrganizationLimits.anthropic(ADMIN));
    }

    private OrganizationLimits openAi() {
        return at(OrganizationLimits.openAi(OPENAI_ADMIN, "proj_abc"));
    }

    private static OrganizationLimitsException refused(OrganizationLimits limits, String model) {
        OrganizationLimitsException refused =
                assertThrows(OrganizationLimitsException.class, () -> limits.limits(model));
        String line = String.valueOf(refused.getMessage());
        assertFalse(line.contains("secret-0123456789"), line);
        assertFalse(line.contains("\n"), line);
        return refused;
    }

    private static void assertSays(Verdict verdict, String part, OrganizationLimitsException refused) {
        assertEquals(verdict, refused.verdict(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }

    private static void assertQuotas(Limits limits, Quota... quotas) {
        assertEquals(List.of(quotas), limits.quotas());
    }

    @Test
    void anthropicsGroupOfTheModelAndNothingElse() throws Exception {
        answers(page("", BATCH, OPUS, SONNET));
        assertQuotas(
                anthropic().limits("claude-sonnet-4-5"),
                Quota.perMinute(Dimension.REQUESTS, 4_000),
                Quota.perMinute(Dimension.INPUT_TOKENS, 2_000_000),
                Quota.perMinute(Dimension.OUTPUT_TOKENS, 400_000));
        String request = server.awaitRequest();
        assertTrue(
                request.startsWith("GET /v1/organizations/rate_limits?group_type=model_group HTTP/1.1\r\n"), request);
        assertTrue(request.contains("x-api-key: " + ADMIN), request);
        assertTrue(request.contains("anthropic-version: 2023-06-01"), request);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-7, 50", // by its very name
        "claude-opus-4-7-20260301, 50", // a dated name of an alias that is listed
        "claude-opus-4-6, 50", // the alias of a dated name that is listed
        "claude-opus-4-8, 50", // by our table: it shares the limit of 4-7
        "claude-sonnet-4-5-latest, 4000",
    })
    void aModelIsFoundUnderItsOtherNames(String model, long requests) throws Exception {
        answers(page("", OPUS, SONNET));
        assertEquals(requests, anthropic().limits(model).quotas().get(0).amount());
    }

    /** Our table says that 4-6 shares a limit with 4-5; if the provider lists it apart, that counts. */
    @Test
    void theProvidersOwnGroupsWinOverOurTable() throws Exception {
        answers(page("", SONNET, SONNET.replace("sonnet-4-5", "sonnet-4-6").replace("4000,", "60,")));
        assertEquals(
                60,
                anthropic().limits("claude-sonnet-4-6-latest").quotas().get(0).amount());
    }

    @Test
    void allPagesAreReadUpToABound() throws Exception {
        answers(page("a/b=", OPUS), page("", SONNET));
        assertEquals(
                4_000, anthropic().limits("claude-sonnet-4-5").quotas().get(0).amount());
        server.awaitRequest();
        String second = server.awaitRequest();
        assertTrue(second.contains("?group_type=model_group&page=a%2Fb%3D "), second);

        answers.clear();
        asked.set(0);
        answers(page("again", OPUS));
        assertSays(Verdict.INVALID, "more than 100 pages", refused(anthropic(), "claude-sonnet-4-5"));
        assertEquals(100, asked.get());
    }

    @Test
    void aWorkspacesOverrideWinsForWhatItNames() throws Exception {
        String lower = """
                {"type":"workspace_rate_limit","group_type":"model_group","models":["claude-sonnet-4-5"],
                 "limits":[{"type":"requests_per_minute","value":1000,"org_limit":4000},
                           {"type":"output_tokens_per_minute","value":900000,"org_limit":400000}]}""";
        answers(page("", SONNET), page("", BATCH, lower));
        OrganizationLimits workspace =
                anthropic().toBuilder().workspace("wrkspc_01J").build();
        assertQuotas(
                workspace.limits("claude-sonnet-4-5"),
                Quota.perMinute(Dimension.REQUESTS, 1_000),
                Quota.perMinute(Dimension.INPUT_TOKENS, 2_000_000),
                Quota.perMinute(Dimension.OUTPUT_TOKENS, 400_000));
        server.awaitRequest();
        String second = server.awaitRequest();
        assertTrue(second.startsWith("GET /v1/organizations/workspaces/wrkspc_01J/rate_limits?"), second);

        asked.set(0);
        answers.set(1, answer(404, "", "{\"error\":{\"type\":\"not_found_error\",\"message\":\"no\"}}"));
        assertSays(Verdict.NOT_FOUND, "no workspace wrkspc_01J", refused(workspace, "claude-sonnet-4-5"));
    }

    @Test
    void openAisEntryOfTheModel() throws Exception {
        String luna = """
                {"object":"project.rate_limit","id":"rl-luna","model":"gpt-6-luna","max_requests_per_1_minute":500,
                 "max_tokens_per_1_minute":200000,"max_requests_per_1_day":10000,
                 "batch_1_day_max_input_tokens":5,"max_images_per_1_minute":6}""";
        String whisper = "{\"id\":\"rl-w\",\"model\":\"whisper-1\",\"max_requests_per_1_minute\":50,"
                + "\"max_tokens_per_1_minute\":0}";
        answers(
                "{\"object\":\"list\",\"data\":[" + whisper + "],\"last_id\":\"rl-w\",\"has_more\":true}",
                "{\"data\":[" + luna + "],\"has_more\":false}");
        assertQuotas(
                openAi().limits("gpt-6-luna-2026-09-01"),
                Quota.perMinute(Dimension.REQUESTS, 500),
                Quota.perMinute(Dimension.TOTAL_TOKENS, 200_000),
                Quota.perDay(Dimension.REQUESTS, 10_000));
        String first = server.awaitRequest();
        assertTrue(first.startsWith("GET /v1/organization/projects/proj_abc/rate_limits?limit=100 "), first);
        assertTrue(first.toLowerCase(java.util.Locale.ROOT).contains("authorization: bearer sk-admin-"), first);
        assertTrue(server.awaitRequest().contains("?limit=100&after=rl-w "));

        asked.set(0);
        assertQuotas(openAi().limits("whisper-1"), Quota.perMinute(Dimension.REQUESTS, 50));
    }

    @Test
    void aModelWithoutAnEntryIsToldWhichThereAre() {
        answers(page("", BATCH, OPUS));
        assertSays(
                Verdict.NOT_FOUND,
                "no limit of a model claude-haiku-4-5; there are limits of claude-opus-4-6-20260101, claude-opus-4-7",
                refused(anthropic(), "claude-haiku-4-5"));
    }

    @Test
    void aLimitOfZeroAndNoLimitAtAllAreSaid() {
        answers(page("", SONNET.replace("400000", "0")));
        assertSays(
                Verdict.INVALID,
                "allows 0 output tokens a minute of claude-sonnet-4-5",
                refused(anthropic(), "claude-sonnet-4-5"));
        answers.set(0, answer(200, "", page("", SONNET.replaceAll("(?s)\"limits\":.*", "\"limits\":[]}"))));
        assertSays(Verdict.NOT_FOUND, "names no limit", refused(anthropic(), "claude-sonnet-4-5"));
    }

    @Test
    void aKeyOfAnotherKindIsRefusedInWords() {
        answers.add(answer(
                401,
                "",
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key "
                        + ORDINARY + "\"}}"));
        assertSays(
                Verdict.UNAUTHORIZED,
                "not an Admin key; make one, which begins with sk-ant-admin",
                refused(at(OrganizationLimits.anthropic(ORDINARY)), "m"));
        assertSays(Verdict.UNAUTHORIZED, "the Admin key is refused", refused(anthropic(), "m"));
        answers.set(0, answer(403, "", "{\"error\":{\"message\":\"Missing scopes: api.management.read\"}}"));
        assertSays(
                Verdict.UNAUTHORIZED,
                "begins with sk-admin-",
                refused(at(OrganizationLimits.openAi("sk-proj-secret-0123456789", "p")), "m"));
        assertSays(Verdict.UNAUTHORIZED, "Missing scopes: api.management.read", refused(openAi(), "m"));
        assertEquals(4, asked.get(), "a refusal is asked for once");
    }

    @Test
    void whatIsNotThereAndWhatIsNoListIsSaid() {
        answers.add(answer(404, "", "<html>nothing</html>"));
        assertSays(Verdict.NOT_FOUND, "this server does not tell limits", refused(anthropic(), "m"));
        assertSays(Verdict.NOT_FOUND, "no project proj_abc", refused(openAi(), "m"));
        for (String body : List.of("<html>", "{\"data\":7}", "{\"data\":[", "[]", "")) {
            answers.set(0, answer(200, "", body));
            assertSays(Verdict.INVALID, "something else than a list of limits", refused(anthropic(), "m"));
            assertSays(Verdict.INVALID, "something else than a list of limits", refused(openAi(), "m"));
        }
    }

    @Test
    void whatFailsInPassingIsAskedForAgain() throws Exception {
        answers.add(answer(429, "retry-after: 7\r\n", "{}"));
        answers.add(answer(529, "", "{}"));
        answers(page("", SONNET));
        assertEquals(
                4_000, anthropic().limits("claude-sonnet-4-5").quotas().get(0).amount());
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(1)), clock.waits);
    }

    @Test
    void aServerThatGoesOnFailingIsLeft() {
        answers.add(answer(500, "", "{\"error\":{\"message\":\"down\"}}"));
        OrganizationLimitsException failed = refused(anthropic(), "m");
        assertSays(Verdict.TRANSIENT, "asked 4 times: 500: down; try again later", failed);
        assertTrue(failed.isPassing());
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)), clock.waits);
    }

    /** A wait beyond the time is none. */
    @Test
    void theTimeIsKept() {
        answers.add(answer(429, "retry-after: 31\r\n", "{}"));
        assertSays(Verdict.THROTTLED_RATE, "asked once", refused(anthropic(), "m"));
        assertEquals(List.of(), clock.waits);
    }

    @Test
    void aServerThatHangsOrIsNotThereEndsInTime() throws Exception {
        try (ScriptedServer hanging = new ScriptedServer(ScriptedServer.Connection::awaitEnd)) {
            OrganizationLimits limits = OrganizationLimits.anthropic(ADMIN).toBuilder()
                    .baseUrl(hanging.uri())
                    .timeout(Duration.ofMillis(200))
                    .build();
            assertSays(Verdict.TRANSIENT, "no complete answer within", refused(limits, "m"));
        }
        server.close();
        assertSays(Verdict.UNREACHABLE, "no connection", refused(anthropic(), "m"));
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        try (ScriptedServer hanging = new ScriptedServer(ScriptedServer.Connection::awaitEnd)) {
            OrganizationLimits limits = OrganizationLimits.anthropic(ADMIN).toBuilder()
                    .baseUrl(hanging.uri())
                    .build();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> limits.limits("m"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1, http://h:1/v1/organizations/rate_limits",
        "http://h:1/v1/, http://h:1/v1/organizations/rate_limits",
        "http://h:1/v1/messages, http://h:1/v1/organizations/rate_limits",
        "http://h:1/proxy/v1/chat/completions?secret=1, http://h:1/proxy/v1/organizations/rate_limits",
    })
    void theAddressIsBesideThatOfTheCalls(String base, String address) {
        OrganizationLimits limits = OrganizationLimits.anthropic(ADMIN).toBuilder()
                .baseUrl(URI.create(base))
                .build();
        assertEquals("OrganizationLimits[" + address + "]", limits.toString());
    }

    @Test
    void aQueryOfTheAddressGoesWithEachRequest() {
        assertEquals(
                "http://h/v1/organizations/rate_limits?api-version=3&page=x",
                Endpoint.beside(URI.create("http://h?api-version=3"), "/organizations/rate_limits", "page=x")
                        .toString());
    }

    @Test
    void wrongSettingsAreRefusedWhenTheyAreMade() {
        OrganizationLimits.Builder project = OrganizationLimits.openAi(OPENAI_ADMIN, "proj_abc").toBuilder();
        assertThrows(IllegalArgumentException.class, () -> project.workspace("wrkspc_1"));
        assertThrows(IllegalArgumentException.class, () -> project.timeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> project.baseUrl(URI.create("ftp://h")));
        assertThrows(IllegalArgumentException.class, () -> OrganizationLimits.openAi(OPENAI_ADMIN, "../x"));
        assertThrows(IllegalArgumentException.class, () -> OrganizationLimits.anthropic(" "));
    }

    /** A clock that lets each wait pass at once, and notes it. */
    private static final class HurriedClock implements Clock {

        private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        private final List<Duration> waits = new CopyOnWriteArrayList<>();

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            waits.add(delay);
            nanos.addAndGet(delay.toNanos());
            ForkJoinPool.commonPool().execute(task);
            return () -> {};
        }
    }
}
