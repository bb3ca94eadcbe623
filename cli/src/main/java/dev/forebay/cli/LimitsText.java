package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.run.CallForm;
import dev.forebay.limit.Limits;
import dev.forebay.providers.OrganizationLimits;
import dev.forebay.providers.OrganizationLimitsException;
import dev.forebay.providers.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the value of {@code --limits}: a list of limits, and the word {@code org} for those that the provider's admin endpoint tells.
 * Immutable; {@link #ask} blocks on the network if the word stands there.
 */
final class LimitsText {

    private static final String WORD = "org";

    private static final String OPTION = "--limits org: ";

    private static final String PROXY_HEADERS = "proxy-";

    private static final Map<String, String> ADMIN_KEYS =
            Map.of("anthropic", "ANTHROPIC_ADMIN_KEY", "openai", "OPENAI_ADMIN_KEY");

    private static final String WORKSPACE = "ANTHROPIC_WORKSPACE_ID";

    private static final String PROJECT = "OPENAI_PROJECT_ID";

    private final boolean asks;
    private final Optional<String> list;

    private LimitsText(boolean asks, Optional<String> list) {
        this.asks = asks;
        this.list = list;
    }

    /**
     * Takes the word out of the list.
     *
     * @throws IllegalArgumentException if what is left is no list of limits
     */
    static LimitsText parse(String text) {
        List<String> others = new ArrayList<>(List.of(text.split(",", -1)));
        boolean asks =
                others.removeIf(part -> part.strip().toLowerCase(Locale.ROOT).equals(WORD));
        Optional<String> list = asks && others.isEmpty() ? Optional.empty() : Optional.of(String.join(",", others));
        others.stream()
                .map(String::strip)
                .filter(LimitsText::looksLikeTheWord)
                .findFirst()
                .ifPresent(part -> {
                    throw new IllegalArgumentException(
                            "limits: '" + part + "' is no limit; write org to have the provider asked for them");
                });
        // What is wrong with the list is said before anybody is asked.
        list.ifPresent(Limits::parse);
        return new LimitsText(asks, list);
    }

    private static boolean looksLikeTheWord(String part) {
        return part.toLowerCase(Locale.ROOT).startsWith(WORD);
    }

    /**
     * What the provider tells of the limits of calls of this form; empty if nobody wants it to be asked.
     *
     * @param environment where the admin key is
     * @throws UserException if it is to be asked, and cannot be or does not tell
     */
    Optional<Limits> ask(CallForm form, Map<String, String> environment) {
        if (!asks) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(form, reader(form, environment)));
        } catch (IllegalArgumentException wrong) {
            throw UserException.usage(OPTION + wrong.getMessage());
        }
    }

    /** All of it: what the provider tells, and the list beside it. */
    Limits with(Optional<Limits> told) {
        Limits known = told.orElse(Limits.unknown());
        return list.map(known::with).orElse(known);
    }

    private static OrganizationLimits reader(CallForm form, Map<String, String> environment) {
        String name = form.provider().name();
        String key =
                required(environment, ADMIN_KEYS.getOrDefault(name, ""), "an admin key; an ordinary one is not enough");
        OrganizationLimits.Builder reader;
        if (form.provider().equals(Provider.anthropic())) {
            reader = OrganizationLimits.anthropic(key).toBuilder();
            variable(environment, WORKSPACE).ifPresent(reader::workspace);
        } else {
            reader =
                    OrganizationLimits.openAi(
                            key, required(environment, PROJECT, "the id of your key's project (proj_...)"))
                            .toBuilder();
        }
        Map<String, String> forProxies = new HashMap<>(form.headers());
        forProxies.keySet().removeIf(header -> !header.toLowerCase(Locale.ROOT).startsWith(PROXY_HEADERS));
        return reader.baseUrl(form.endpoint()).headers(forProxies).build();
    }

    private static Limits read(CallForm form, OrganizationLimits reader) {
        try {
            return reader.limits(form.model().name());
        } catch (OrganizationLimitsException failed) {
            throw new UserException(
                    failed.isPassing() ? ExitStatus.HELD : ExitStatus.REFUSED, OPTION + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException(ExitStatus.HELD, OPTION + "interrupted; the same command goes on");
        }
    }

    private static String required(Map<String, String> environment, String name, String what) {
        return variable(environment, name)
                .orElseThrow(() -> UserException.usage("--limits org needs " + name + " set to " + what
                        + ". Without it, leave org out: limits are learned from the provider's headers"));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
