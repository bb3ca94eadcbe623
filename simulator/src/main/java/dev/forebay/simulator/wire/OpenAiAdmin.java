package dev.forebay.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** OpenAI's list of the limits of a project: an entry for each model. Any project exists whose id begins as they do. Stateless. */
final class OpenAiAdmin implements AdminWire {

    static final String KEY_KIND = "sk-admin-";

    private static final Pattern PATH = Pattern.compile("/v1/organization/projects/([^/]+)/rate_limits");

    private static final int USUAL_PAGE = 100;
    private static final long BATCH_TOKENS = 1_500_000;

    /** Where any model exists, these are listed. */
    private static final List<String> MODELS = List.of("gpt-5.5", "gpt-6-luna", "gpt-6-sol");

    @Override
    public boolean serves(String route) {
        return PATH.matcher(route).matches();
    }

    @Override
    public Answer answer(RawRequest request, Account account, Envelope envelope) throws RejectedRequest {
        Optional<String> key = Wire.bearer(request);
        if (key.isEmpty() || (key.get().startsWith(KEY_KIND) && !account.takes(key, KEY_KIND))) {
            throw new RejectedRequest(Failure.UNAUTHORIZED, "");
        }
        List<Header> headers = List.of(Body.date(envelope.wall()), new Header("x-request-id", envelope.requestId()));
        if (!key.get().startsWith(KEY_KIND)) {
            return error(
                    403,
                    headers,
                    "You have insufficient permissions for this operation. Missing scopes: "
                            + "api.management.read. Check that you have the correct role in your organization.");
        }
        Matcher path = PATH.matcher(request.route());
        if (!path.matches() || !path.group(1).startsWith("proj_")) {
            return error(404, headers, "Project with ID '" + (path.matches() ? path.group(1) : "") + "' not found.");
        }
        return Body.json(200, headers, page(account, new Query(request)));
    }

    private static ObjectNode page(Account account, Query query) throws RejectedRequest {
        List<String> models = account.models().isEmpty()
                ? MODELS
                : account.models().stream().sorted().toList();
        int size = query.number("limit", USUAL_PAGE).orElse(USUAL_PAGE);
        size = Math.min(size, account.pageSize().orElse(size));
        Optional<String> after = query.value("after");
        int from = after.isEmpty()
                ? 0
                : 1
                        + IntStream.range(0, models.size())
                                .filter(index -> id(models.get(index)).equals(after.get()))
                                .findFirst()
                                .orElseThrow(
                                        () -> new RejectedRequest(Failure.INVALID, "Invalid 'after': no such object."));
        List<String> shown = models.subList(from, Math.min(models.size(), from + size));
        ObjectNode body = Body.object().put("object", "list");
        body.putArray("data")
                .addAll(shown.stream()
                        .map(model -> entry(model, account.limits()))
                        .toList());
        return body.put("first_id", shown.isEmpty() ? null : id(shown.get(0)))
                .put("last_id", shown.isEmpty() ? null : id(shown.get(shown.size() - 1)))
                .put("has_more", from + shown.size() < models.size());
    }

    /** What is not limited here is so by a number that nobody reaches: the provider always names both. */
    private static ObjectNode entry(String model, Limits limits) {
        ObjectNode entry = Body.object()
                .put("object", "project.rate_limit")
                .put("id", id(model))
                .put("model", model)
                .put(
                        "max_requests_per_1_minute",
                        limits.amount(Dimension.REQUESTS).orElse(Limits.LARGEST_AMOUNT))
                .put("max_tokens_per_1_minute", limits.amount(Dimension.TOKENS).orElse(Limits.LARGEST_AMOUNT));
        limits.amount(Dimension.REQUESTS_PER_DAY).ifPresent(amount -> entry.put("max_requests_per_1_day", amount));
        return entry.put("batch_1_day_max_input_tokens", BATCH_TOKENS);
    }

    private static String id(String model) {
        return "rl-" + model;
    }

    private static Answer error(int status, List<Header> headers, String message) {
        return Body.json(status, headers, OpenAiErrors.error(message, "invalid_request_error", null));
    }
}
