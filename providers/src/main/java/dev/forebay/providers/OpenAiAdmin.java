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

/** OpenAI's list of the limits of a project, a part of its administration API: an entry for each model. Immutable. */
final class OpenAiAdmin implements AdminApi {

    private static final String KEY_PREFIX = "sk-admin-";

    private static final Map<String, LimitKind> KINDS = Map.of(
            "max_requests_per_1_minute", LimitKind.REQUESTS_PER_MINUTE,
            "max_tokens_per_1_minute", LimitKind.TOKENS_PER_MINUTE,
            "max_requests_per_1_day", LimitKind.REQUESTS_PER_DAY);

    private final Credential credential;
    private final boolean adminKey;
    private final String project;

    OpenAiAdmin(String key, String project) {
        this.credential = Credential.bearer(key);
        this.adminKey = key.strip().startsWith(KEY_PREFIX);
        this.project = project;
    }

    @Override
    public Provider provider() {
        return Provider.openAi();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public String path() {
        return "/organization/projects/" + project + "/rate_limits";
    }

    @Override
    public Optional<String> overridesPath() {
        return Optional.empty();
    }

    @Override
    public String query(Optional<String> page) {
        return "limit=100"
                + page.map(last -> "&after=" + URLEncoder.encode(last, StandardCharsets.UTF_8))
                        .orElse("");
    }

    @Override
    public RawRequest.Builder request(URI address) {
        return RawRequest.get(address);
    }

    @Override
    public Optional<LimitPage> read(byte[] body) {
        Page page = new Page();
        boolean whole = JsonReader.read(body, in -> in.object(page::field));
        return whole && page.listed
                ? Optional.of(new LimitPage(page.groups, page.more ? page.last : Optional.empty()))
                : Optional.empty();
    }

    @Override
    public String keyAdvice() {
        return adminKey
                ? "the admin key is refused; see in the settings of the organization, Admin keys, whether it is active and"
                        + " may read projects"
                : "the key is not an admin key; make one, which begins with " + KEY_PREFIX
                        + ", in the settings of the organization, Admin keys (an owner of it can)";
    }

    @Override
    public String pathAdvice(String path) {
        return "the organization of this key has no project " + project
                + ", or this server does not tell limits; check the project's id (proj_...) and the address";
    }

    /** What is read of a page so far. */
    private static final class Page {
        private final List<LimitGroup> groups = new ArrayList<>();
        private Optional<String> last = Optional.empty();
        private boolean more;
        private boolean listed;

        void field(String name, JsonReader in) throws IOException {
            switch (name) {
                case "has_more" -> more = in.text().orElse("").equals("true");
                case "last_id" -> last = in.text().or(() -> last);
                case "data" -> {
                    listed |= in.isArray();
                    in.array(this::entry);
                }
                default -> in.skip();
            }
        }

        private void entry(JsonReader in) throws IOException {
            List<String> models = new ArrayList<>();
            Map<LimitKind, Long> amounts = new EnumMap<>(LimitKind.class);
            in.object((name, value) -> {
                LimitKind kind = KINDS.get(name);
                if (name.equals("model")) {
                    value.text().ifPresent(models::add);
                } else if (name.equals("id")) {
                    last = value.text().or(() -> last);
                } else if (kind != null) {
                    value.count().ifPresent(amount -> amounts.put(kind, amount));
                }
            });
            // Models that read no text have no limit of tokens, and a zero in its place.
            amounts.remove(LimitKind.TOKENS_PER_MINUTE, 0L);
            groups.add(new LimitGroup(models, amounts));
        }
    }
}
