package dev.forebay.providers;

import dev.forebay.providers.http.RawRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Anthropic's Rate Limits API, a part of its Admin API: the limits of an organization, and what a workspace lowers. Immutable. */
final class AnthropicAdmin implements AdminApi {

    private static final String KEY_PREFIX = "sk-ant-admin";

    /** Others are of batches, files, counting and tools: no call of a model is charged to them. */
    private static final String MODELS = "model_group";

    /** Cached input is free in both: they are two names of one limiter. Names that are not here are of other speeds or tools. */
    private static final Map<String, LimitKind> KINDS = Map.of(
            "requests_per_minute", LimitKind.REQUESTS_PER_MINUTE,
            "requests_per_day", LimitKind.REQUESTS_PER_DAY,
            "input_tokens_per_minute", LimitKind.INPUT_TOKENS_PER_MINUTE,
            "input_tokens_per_minute_cache_aware", LimitKind.INPUT_TOKENS_PER_MINUTE,
            "output_tokens_per_minute", LimitKind.OUTPUT_TOKENS_PER_MINUTE,
            "tokens_per_minute", LimitKind.TOKENS_PER_MINUTE,
            "tokens_per_day", LimitKind.TOKENS_PER_DAY);

    private final Credential credential;
    private final boolean adminKey;
    private final Optional<String> workspace;

    AnthropicAdmin(String key) {
        this(Credential.apiKey(key), key.strip().startsWith(KEY_PREFIX), Optional.empty());
    }

    private AnthropicAdmin(Credential credential, boolean adminKey, Optional<String> workspace) {
        this.credential = credential;
        this.adminKey = adminKey;
        this.workspace = workspace;
    }

    AnthropicAdmin withWorkspace(String id) {
        return new AnthropicAdmin(credential, adminKey, Optional.of(id));
    }

    @Override
    public Provider provider() {
        return Provider.anthropic();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public String path() {
        return "/organizations/rate_limits";
    }

    @Override
    public Optional<String> overridesPath() {
        return workspace.map(id -> "/organizations/workspaces/" + id + "/rate_limits");
    }

    /** Without a size of the page all of it comes at once. */
    @Override
    public String query(Optional<String> page) {
        return "group_type=" + MODELS
                + page.map(cursor -> "&page=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                        .orElse("");
    }

    @Override
    public RawRequest.Builder request(URI address) {
        return RawRequest.get(address).header("anthropic-version", Anthropic.VERSION);
    }

    @Override
    public Optional<LimitPage> read(byte[] body) {
        Page page = new Page();
        boolean whole = JsonReader.read(body, in -> in.object(page::field));
        return whole && page.listed ? Optional.of(new LimitPage(page.groups, page.next)) : Optional.empty();
    }

    @Override
    public String keyAdvice() {
        return adminKey
                ? "the Admin key is refused; see in the Console, Settings, Admin keys, whether it is active and of this"
                        + " organization"
                : "the key is not an Admin key; make one, which begins with " + KEY_PREFIX
                        + ", in the Console, Settings, Admin keys (an administrator of the organization can)";
    }

    @Override
    public String pathAdvice(String path) {
        return overridesPath().filter(path::equals).isPresent()
                ? "the organization has no workspace " + workspace.orElseThrow()
                        + " with limits of its own; check its id, and leave it out for the default workspace"
                : "this server does not tell limits; check its address, or give the limits by hand";
    }

    /** What is read of a page so far. */
    private static final class Page {
        private final List<LimitGroup> groups = new ArrayList<>();
        private Optional<String> next = Optional.empty();
        private boolean listed;

        void field(String name, JsonReader in) throws IOException {
            if (name.equals("next_page")) {
                next = in.text().filter(cursor -> !cursor.isEmpty());
            } else if (name.equals("data") && in.isArray()) {
                listed = true;
                in.array(entry -> {
                    Entry read = new Entry();
                    entry.object(read::field);
                    if (read.group.equals(MODELS)) {
                        groups.add(new LimitGroup(read.models, read.amounts));
                    }
                });
            }
        }
    }

    /** What is read of an entry so far. */
    private static final class Entry {
        private final List<String> models = new ArrayList<>();
        private final Map<LimitKind, Long> amounts = new EnumMap<>(LimitKind.class);
        private String group = "";

        /** The kind of group has stood in two places, in both of them for a while. */
        void field(String name, JsonReader in) throws IOException {
            switch (name) {
                case "group_type" -> group = in.text().orElse(group);
                case "group" ->
                    in.object((field, value) -> {
                        if (field.equals("type")) {
                            group = value.text().orElse(group);
                        }
                    });
                case "models" -> in.array(model -> model.text().ifPresent(models::add));
                case "limits" -> in.array(this::limit);
                default -> in.skip();
            }
        }

        private void limit(JsonReader in) throws IOException {
            List<String> type = new ArrayList<>();
            List<Long> value = new ArrayList<>();
            in.object((name, field) -> {
                if (name.equals("type")) {
                    field.text().ifPresent(type::add);
                } else if (name.equals("value")) {
                    field.count().ifPresent(value::add);
                }
            });
            LimitKind kind = type.isEmpty() ? null : KINDS.get(type.get(0));
            if (kind != null && !value.isEmpty()) {
                amounts.merge(kind, value.get(0), Math::min);
            }
        }
    }
}
