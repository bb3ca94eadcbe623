package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses at which an administrator reads the limits. */
class AdminTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ORGANIZATION = "/v1/organizations/rate_limits";
    private static final String WORKSPACE = "/v1/organizations/workspaces/wrkspc_01Mvq3XcZr8TbLh5NsYd2KfE/rate_limits";
    private static final String PROJECT = "/v1/organization/projects/proj_1/rate_limits";

    private final SimulatorOptions.Builder options =
            SimulatorOptions.builder().limits(Limits.parse("rpm=50,itpm=30000,otpm=8000,tpm=90000,rpd=1000"));

    private Answer ask(String path, Header... headers) {
        return new VirtualClient(options.build()).ask(new RawRequest("GET", path, List.of(headers), new byte[0]));
    }

    private Answer anthropic(String path, String key) {
        return ask(path, new Header("x-api-key", key), new Header("anthropic-version", "2023-06-01"));
    }

    private JsonNode anthropic(String path) throws Exception {
        return JSON.readTree(anthropic(path, "sk-ant-admin01-x").bytes());
    }

    private Answer openAi(String path, String key) {
        return ask(path, new Header("authorization", "Bearer " + key));
    }

    private JsonNode openAi(String path) throws Exception {
        return JSON.readTree(openAi(path, "sk-admin-x").bytes());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path(field).isTextual()
                        ? entry.path(field).asText()
                        : entry.path(field).toString())
                .toList();
    }

    @Test
    void anthropicListsItsLimitsForEachModelAndOtherGroupsBeside() throws Exception {
        options.models(Set.of("m"));
        JsonNode root = anthropic(ORGANIZATION);
        assertEquals(List.of("model_group", "batch", "token_count"), texts(root.path("data"), "group_type"));
        assertEquals(
                "{\"type\":\"rate_limit\",\"group_type\":\"model_group\",\"models\":[\"m\"],\"limits\":["
                        + "{\"type\":\"requests_per_minute\",\"value\":50},"
                        + "{\"type\":\"input_tokens_per_minute\",\"value\":30000},"
                        + "{\"type\":\"output_tokens_per_minute\",\"value\":8000},"
                        + "{\"type\":\"tokens_per_minute\",\"value\":90000}]}",
                root.path("data").get(0).toString());
        assertTrue(root.path("next_page").isNull());
        assertEquals(
                List.of("batch"),
                texts(anthropic(ORGANIZATION + "?group_type=batch").path("data"), "group_type"));
    }

    @Test
    void anthropicFindsAModelByAnyOfItsNames() throws Exception {
        JsonNode found = anthropic(ORGANIZATION + "?model=claude-haiku-4-5-20251001");
        assertEquals(1, found.path("data").size());
        assertEquals(
                "claude-haiku-4-5",
                found.path("data").get(0).path("models").get(0).asText());
        assertEquals(
                404, anthropic(ORGANIZATION + "?model=x", "sk-ant-admin01-x").status());
    }

    @Test
    void aWorkspaceHasNoOverridesAndAnotherIsNotThere() throws Exception {
        assertEquals("{\"data\":[],\"next_page\":null}", anthropic(WORKSPACE).toString());
        assertEquals(
                404,
                anthropic(WORKSPACE.replace("01M", "01N"), "sk-ant-admin01-x").status());
    }

    @Test
    void pagesJoinedAreTheWholeList() throws Exception {
        List<String> whole = texts(anthropic(ORGANIZATION).path("data"), "models");
        options.adminPageSize(3);
        List<JsonNode> pages = new ArrayList<>();
        pages.add(anthropic(ORGANIZATION));
        while (!pages.get(pages.size() - 1).path("next_page").isNull()) {
            pages.add(anthropic(ORGANIZATION + "?page="
                    + pages.get(pages.size() - 1).path("next_page").asText()));
        }
        assertEquals(3, pages.size());
        assertEquals(
                whole,
                pages.stream()
                        .flatMap(page -> texts(page.path("data"), "models").stream())
                        .toList());
        assertEquals(1, anthropic(ORGANIZATION + "?limit=1").path("data").size());
        assertEquals(
                400, anthropic(ORGANIZATION + "?limit=0", "sk-ant-admin01-x").status());
        assertEquals(
                400,
                anthropic(ORGANIZATION + "?page=elsewhere", "sk-ant-admin01-x").status());
    }

    @Test
    void openAiListsItsLimitsForEachModelPageByPage() throws Exception {
        options.models(Set.of("a", "b", "c"));
        JsonNode first = openAi(PROJECT + "?limit=2");
        assertEquals(List.of("a", "b"), texts(first.path("data"), "model"));
        assertTrue(first.path("has_more").asBoolean());
        assertEquals("rl-b", first.path("last_id").asText());
        JsonNode last = openAi(PROJECT + "?limit=2&after=rl-b");
        assertEquals(
                "[{\"object\":\"project.rate_limit\",\"id\":\"rl-c\",\"model\":\"c\",\"max_requests_per_1_minute\":50,"
                        + "\"max_tokens_per_1_minute\":90000,\"max_requests_per_1_day\":1000,"
                        + "\"batch_1_day_max_input_tokens\":1500000}]",
                last.path("data").toString());
        assertTrue(!last.path("has_more").asBoolean());
        assertEquals(400, openAi(PROJECT + "?after=x", "sk-admin-x").status());
        assertEquals(404, openAi(PROJECT.replace("proj_1", "1"), "sk-admin-x").status());
    }

    @ParameterizedTest
    @CsvSource({
        "sk-ant-admin01-x, 200",
        "sk-ant-admin01-another, 401",
        "sk-ant-api03-x, 401",
        "sk-admin-x, 401",
    })
    void anthropicTakesAdminKeysAlone(String key, int status) {
        options.adminKey("sk-ant-admin01-x");
        assertEquals(status, anthropic(ORGANIZATION, key).status());
    }

    @ParameterizedTest
    @CsvSource({"sk-admin-x, 200", "sk-admin-another, 401", "sk-proj-x, 403", "sk-ant-admin01-x, 403"})
    void openAiTakesAdminKeysAlone(String key, int status) {
        options.adminKey("sk-admin-x");
        assertEquals(status, openAi(PROJECT, key).status());
    }

    @Test
    void anyAdminKeyIsTakenAndNoOtherKindUnlessOneIsNamed() {
        assertEquals(200, anthropic(ORGANIZATION, "sk-ant-admin01-any").status());
        assertEquals(401, anthropic(ORGANIZATION, "sk-ant-api03-any").status());
        assertEquals(
                401,
                ask(ORGANIZATION, new Header("anthropic-version", "2023-06-01")).status());
        assertEquals(200, openAi(PROJECT, "sk-admin-any").status());
        assertEquals(403, openAi(PROJECT, "sk-proj-any").status());
        assertEquals(401, ask(PROJECT).status());
    }

    @Test
    void anAdminKeyAsksNoModel() {
        RawRequest message = VirtualClient.anthropic("hello");
        List<Header> headers = new ArrayList<>(message.headers());
        headers.add(new Header("x-api-key", "sk-ant-admin01-x"));
        VirtualClient client = new VirtualClient(options.build());
        assertEquals(
                401,
                client.ask(new RawRequest("POST", message.path(), headers, message.body()))
                        .status());
        assertEquals(200, client.ask(message).status());
    }

    @Test
    void administratorsAreNotCounted() {
        VirtualClient client = new VirtualClient(options.build());
        RawRequest request =
                new RawRequest("GET", PROJECT, List.of(new Header("authorization", "Bearer sk-admin-x")), new byte[0]);
        assertEquals(200, client.ask(request).status());
        assertEquals(0, client.provider.ledger().arrived());
        RawRequest post = new RawRequest("POST", PROJECT, request.headers(), new byte[0]);
        assertEquals(404, client.ask(post).status());
    }
}
