package dev.forebay.providers;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.providers.http.HttpTransport;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The limits of an account from their source: the provider's own admin endpoint, which wants an admin key. Immutable and
 * thread-safe; {@link #limits} blocks on the network.
 *
 * <pre>{@code
 * Limits limits = OrganizationLimits.anthropic(adminKey).limits("claude-sonnet-4-5");
 * }</pre>
 *
 * <p>What is read are the numbers per minute and per day that calls of a model are charged to. The burst of the buckets no
 * provider tells: it is learned, or given by {@link Limits#with}. The key leaves this object only as a header of a request; no
 * exception shows it.
 */
public final class OrganizationLimits {

    /** How long one reading may take, all its pages and attempts together. */
    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    /** Far more than any organization has: a server that never ends is left. */
    private static final int PAGES_MAX = 100;

    /** A list of all models is some kilobytes. */
    private static final int ANSWER_BYTES_MAX = 8 << 20;

    private static final int NAMES_MAX = 20;

    private final Builder settings;

    private OrganizationLimits(Builder settings) {
        this.settings = settings;
    }

    /**
     * The limits of an organization of Anthropic; those of a workspace by {@link Builder#workspace}.
     *
     * @param adminKey one that begins with {@code sk-ant-admin}; an ordinary key is refused by the provider
     */
    public static OrganizationLimits anthropic(String adminKey) {
        return new Builder(new AnthropicAdmin(adminKey)).build();
    }

    /**
     * The limits of a project of OpenAI.
     *
     * @param adminKey one that begins with {@code sk-admin-}; a project's key is refused by the provider
     * @param projectId the project whose key makes the calls, such as {@code proj_abc}
     */
    public static OrganizationLimits openAi(String adminKey, String projectId) {
        return new Builder(new OpenAiAdmin(adminKey, checkedId("project", projectId))).build();
    }

    /** A builder with the same settings. */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /**
     * Reads the limits that calls of this model are charged to. Blocks for at most the timeout; what fails in passing is asked for
     * again, a few times.
     *
     * @param model the provider's name of the model, dated or not
     * @throws OrganizationLimitsException if they cannot be read, or the model has none
     */
    public Limits limits(String model) throws InterruptedException {
        AdminApi api = settings.api;
        AdminExchange exchange =
                new AdminExchange(settings.transport(), settings.clock, settings.randomness, settings.timeout);
        List<LimitGroup> groups = readAll(exchange, api.path());
        LimitGroup group = LimitGroup.of(api.provider(), model, groups).orElseThrow(() -> noEntry(model, groups));
        Map<LimitKind, Long> amounts = new EnumMap<>(LimitKind.class);
        amounts.putAll(group.amounts());
        if (api.overridesPath().isPresent()) {
            List<LimitGroup> overrides = readAll(exchange, api.overridesPath().get());
            // The organization's limit holds on top of a workspace's, so the smaller one is what calls meet.
            LimitGroup.of(api.provider(), model, overrides)
                    .ifPresent(own -> own.amounts().forEach((kind, amount) -> amounts.merge(kind, amount, Math::min)));
        }
        return quotas(model, amounts);
    }

    private static Limits quotas(String model, Map<LimitKind, Long> amounts) {
        if (amounts.isEmpty()) {
            throw new OrganizationLimitsException(
                    Verdict.NOT_FOUND,
                    "the provider names no limit by the minute or day of " + model
                            + "; leave it to be learned from the headers, or give the limits by hand");
        }
        amounts.forEach((kind, amount) -> {
            if (amount == 0) {
                throw new OrganizationLimitsException(
                        Verdict.INVALID,
                        "the provider allows 0 " + kind.words() + " of " + model
                                + ", so no call would be taken; raise that limit there, or take another model");
            }
        });
        return Limits.of(amounts.entrySet().stream()
                .map(limit -> limit.getKey().quota(limit.getValue()))
                .toArray(Quota[]::new));
    }

    private List<LimitGroup> readAll(AdminExchange exchange, String path) throws InterruptedException {
        List<LimitGroup> groups = new ArrayList<>();
        Optional<String> next = Optional.empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            LimitPage read = read(exchange, path, next);
            groups.addAll(read.groups());
            if (read.next().isEmpty()) {
                return groups;
            }
            next = read.next();
        }
        throw new OrganizationLimitsException(
                Verdict.INVALID, "the list of limits has more than " + PAGES_MAX + " pages; give the limits by hand");
    }

    private LimitPage read(AdminExchange exchange, String path, Optional<String> page) throws InterruptedException {
        AdminApi api = settings.api;
        URI address = Endpoint.beside(settings.baseUrl, path, api.query(page));
        RawRequest.Builder request = api.request(address);
        settings.headers.forEach(request::header);
        api.credential().asHeader().ifPresent(header -> request.header(header.getKey(), header.getValue()));
        AdminExchange.End end = exchange.get(request, api.provider());
        if (end instanceof AdminExchange.Failed failed) {
            throw failure(failed.signal(), failed.attempts(), path, address);
        }
        return api.read(((AdminExchange.Answered) end).answer().body())
                .orElseThrow(() -> new OrganizationLimitsException(
                        Verdict.INVALID,
                        plain(address) + " answers with something else than a list of limits; check the address"));
    }

    private OrganizationLimitsException failure(Signal signal, int attempts, String path, URI address) {
        String said = settings.api.credential().redact(signal.message());
        String line = switch (signal.verdict()) {
            case UNAUTHORIZED -> settings.api.keyAdvice() + " (" + said + ")";
            case NOT_FOUND -> settings.api.pathAdvice(path) + " (" + said + " at " + plain(address) + ")";
            default ->
                plain(address) + " does not tell the limits, asked "
                        + (attempts == 1 ? "once" : attempts + " times") + ": " + said
                        + "; try again later, or give the limits by hand";
        };
        return new OrganizationLimitsException(signal.verdict(), line);
    }

    /** A query may hold a secret. */
    private static String plain(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }

    private static OrganizationLimitsException noEntry(String model, List<LimitGroup> groups) {
        List<String> names = groups.stream()
                .flatMap(group -> group.models().stream())
                .map(PlainText::oneLine)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        String there = names.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
        String others = names.size() > NAMES_MAX ? " and " + (names.size() - NAMES_MAX) + " others" : "";
        return new OrganizationLimitsException(
                Verdict.NOT_FOUND,
                "there is no limit of a model " + model + "; "
                        + (names.isEmpty() ? "no model has one" : "there are limits of " + there + others));
    }

    private static String checkedId(String what, String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException("the id of the " + what
                    + " has characters that no id has, or none at all; allowed: 1 to 100 letters, digits, _ and -");
        }
        return id;
    }

    /** Whom it asks, without the key. */
    @Override
    public String toString() {
        return "OrganizationLimits[" + plain(Endpoint.beside(settings.baseUrl, settings.api.path(), "")) + "]";
    }

    /** Collects the settings of {@link OrganizationLimits}; not thread-safe. */
    public static final class Builder {

        private AdminApi api;
        private URI baseUrl;
        private Duration timeout = TIMEOUT_DEFAULT;
        private Optional<Transport> transport = Optional.empty();
        private Clock clock = Clock.system();
        private Randomness randomness = Randomness.system();
        private Map<String, String> headers = Map.of();

        private Builder(AdminApi api) {
            this.api = api;
            this.baseUrl = api.provider().defaultBaseUrl();
        }

        private Builder(Builder other) {
            this.api = other.api;
            this.baseUrl = other.baseUrl;
            this.timeout = other.timeout;
            this.transport = other.transport;
            this.clock = other.clock;
            this.randomness = other.randomness;
            this.headers = other.headers;
        }

        /**
         * The workspace whose key makes the calls: where it has a lower limit, that one counts. Anthropic alone has them. Default:
         * the limits of the organization, as the default workspace has them.
         *
         * @param id such as {@code wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ}
         */
        public Builder workspace(String id) {
            if (!(api instanceof AnthropicAdmin anthropic)) {
                throw new IllegalArgumentException("a workspace is named and the provider is "
                        + api.provider().name() + "; only anthropic has workspaces");
            }
            api = anthropic.withWorkspace(checkedId("workspace", id));
            return this;
        }

        /**
         * Another server of the provider's form, with or without a version, or the whole address to which calls are sent. The admin
         * key is sent there. Default: the provider's own.
         *
         * @throws IllegalArgumentException as {@link Provider#endpoint(URI)}
         */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = baseUrl;
            Endpoint.beside(baseUrl, api.path(), "");
            return this;
        }

        /** How long a reading may take, more than zero. Default: {@link #TIMEOUT_DEFAULT}. */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout is " + timeout + "; allowed: more than zero");
            }
            this.timeout = timeout;
            return this;
        }

        /** Further headers, such as {@code proxy-authorization}; those with the key win. Default: none. */
        public Builder headers(Map<String, String> headers) {
            this.headers = Map.copyOf(headers);
            return this;
        }

        /** Carries the requests. Default: the JDK's client with its own settings. */
        public Builder transport(Transport transport) {
            this.transport = Optional.of(transport);
            return this;
        }

        /** By which waits and the timeout are measured. Default: this machine's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Where jitter comes from. Default: nobody can repeat it. */
        public Builder randomness(Randomness randomness) {
            this.randomness = randomness;
            return this;
        }

        private Transport transport() {
            return transport.orElseGet(() -> HttpTransport.builder(clock)
                    .answerBytesMax(ANSWER_BYTES_MAX)
                    .build());
        }

        /** The reader of limits. */
        public OrganizationLimits build() {
            return new OrganizationLimits(new Builder(this));
        }
    }
}
