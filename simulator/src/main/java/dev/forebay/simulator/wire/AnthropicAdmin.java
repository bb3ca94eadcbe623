package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Anthropic's Rate Limits API: an entry for each model, as each has limits of its own here, and some of other things that are
 * limited. The one workspace has no overrides. Stateless.
 */
final class AnthropicAdmin implements AdminWire {

    static final String KEY_KIND = "sk-ant-admin";

    private static final String ORGANIZATION_PATH = "/v1/organizations/rate_limits";
    private static final String WORKSPACES_PATH = "/v1/organizations/workspaces/";
    private static final String WORKSPACE_PATH_END = "/rate_limits";

    private static final int LARGEST_PAGE = 1000;
    private static final String CURSOR = "page_";
    private static final long BATCH_REQUESTS = 100_000;

    /** Where any model exists, these are listed, each with its aliases. */
    private static final List<List<String>> MODELS = List.of(
            List.of("claude-fable-5-1"),
            List.of("claude-opus-5-5"),
            List.of("claude-sonnet-5-5"),
            List.of("claude-sonnet-4-5", "claude-sonnet-4-5-20250929"),
            List.of("claude-haiku-5-5"),
            List.of("claude-haiku-4-5", "claude-haiku-4-5-20251001"));

    private static final Map<Dimension, String> TYPES = Map.of(
            Dimension.REQUESTS, "requests_per_minute",
            Dimension.INPUT_TOKENS, "input_tokens_per_minute",
            Dimension.OUTPUT_TOKENS, "output_tokens_per_minute",
            Dimension.TOKENS, "tokens_per_minute",
            Dimension.TOKENS_PER_DAY, "tokens_per_day");

    @Override
    public boolean serves(String route) {
        return route.equals(ORGANIZATION_PATH)
                || (route.startsWith(WORKSPACES_PATH) && route.endsWith(WORKSPACE_PATH_END));
    }

    @Override
    public Answer answer(RawRequest request, Account account, Envelope envelope) throws RejectedRequest {
        if (!account.takes(request.header("x-api-key"), KEY_KIND)) {
            throw new RejectedRequest(Failure.UNAUTHORIZED, "");
        }
        if (request.header("anthropic-version").isEmpty()) {
            throw new RejectedRequest(Failure.INVALID, "anthropic-version: header is required");
        }
        Query query = new Query(request);
        List<ObjectNode> entries = entries(request, account, query);
        int from = begin(query, entries.size());
        int size = query.number("limit", LARGEST_PAGE).orElse(account.pageSize().orElse(Math.max(1, entries.size())));
        int to = Math.min(entries.size(), from + size);
        ObjectNode body = Body.object();
        body.putArray("data").addAll(entries.subList(from, to));
        body.put("next_page", to < entries.size() ? CURSOR + to : null);
        List<Header> headers = new ArrayList<>();
        headers.add(Body.date(envelope.wall()));
        headers.add(new Header("request-id", envelope.requestId()));
        headers.add(new Header("anthropic-organization-id", AnthropicWire.ORGANIZATION));
        return Body.json(200, headers, body);
    }

    private static List<ObjectNode> entries(RawRequest request, Account account, Query query) throws RejectedRequest {
        if (!request.route().equals(ORGANIZATION_PATH)) {
            if (!request.route().equals(WORKSPACES_PATH + AnthropicWire.WORKSPACE + WORKSPACE_PATH_END)) {
                throw new RejectedRequest(Failure.UNKNOWN_PATH, "");
            }
            return List.of();
        }
        List<ObjectNode> entries = new ArrayList<>();
        Optional<String> model = query.value("model");
        for (List<String> models : models(account)) {
            if (model.isEmpty() || models.contains(model.get())) {
                entries.add(group(models, account.limits()));
            }
        }
        if (model.isPresent() && entries.isEmpty()) {
            throw new RejectedRequest(Failure.UNKNOWN_MODEL, model.get());
        }
        if (model.isEmpty()) {
            entries.add(other("batch", "enqueued_batch_requests"));
            entries.add(other("token_count", "requests_per_minute"));
        }
        Optional<String> type = query.value("group_type");
        entries.removeIf(entry -> type.filter(
                        wanted -> !wanted.equals(entry.path("group_type").asText()))
                .isPresent());
        return entries;
    }

    private static List<List<String>> models(Account account) {
        return account.models().isEmpty()
                ? MODELS
                : account.models().stream().sorted().map(List::of).toList();
    }

    private static ObjectNode group(List<String> models, Limits limits) {
        ObjectNode entry = Body.object().put("type", "rate_limit").put("group_type", "model_group");
        ArrayNode names = entry.putArray("models");
        models.forEach(names::add);
        ArrayNode values = entry.putArray("limits");
        for (Dimension dimension : Dimension.values()) {
            if (TYPES.containsKey(dimension)) {
                limits.amount(dimension)
                        .ifPresent(amount -> values.addObject()
                                .put("type", TYPES.get(dimension))
                                .put("value", amount));
            }
        }
        return entry;
    }

    private static ObjectNode other(String group, String type) {
        ObjectNode entry =
                Body.object().put("type", "rate_limit").put("group_type", group).putNull("models");
        entry.putArray("limits").addObject().put("type", type).put("value", BATCH_REQUESTS);
        return entry;
    }

    private static int begin(Query query, int entries) throws RejectedRequest {
        String cursor = query.value("page").orElse(CURSOR + "0");
        if (cursor.matches(CURSOR + "[0-9]{1,6}")) {
            int from = Integer.parseInt(cursor.substring(CURSOR.length()));
            if (from <= entries) {
                return from;
            }
        }
        throw new RejectedRequest(Failure.INVALID, "page: not a cursor of this list");
    }
}
