package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.run.CallForm;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask, and how: provider, address, model and its settings. Not thread-safe. */
final class CallOptions {

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "anthropic or openai. Default: anthropic; for a batch, what its lines say.")
    private @Nullable String provider;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Another server of the provider's form, with or without /v1.")
    private @Nullable String baseUrl;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Default: " + ModelDefaults.ANTHROPIC + ", for openai " + ModelDefaults.OPENAI + ".")
    private @Nullable String model;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            converter = WholeNumber.OneOrMore.class,
            description = "The most tokens of an answer. Default: " + Prompt.MAX_TOKENS_DEFAULT + ".")
    private @Nullable Integer maxTokens;

    @Option(names = "--system", paramLabel = "TEXT", description = "An instruction before each prompt.")
    private @Nullable String system;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A further field of the request, such as temperature=0; may be repeated.")
    private List<String> parameters = List.of();

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A further header of the request; may be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long one call may take, such as 30s. Default: ${DEFAULT-VALUE}.")
    private String timeout = "10m";

    /**
     * How to ask.
     *
     * @param batch what the lines of a batch say themselves; empty if there is a prompt
     * @param sends whether anything will be sent, so that a key is needed
     */
    CallForm form(Map<String, String> environment, Optional<BatchForm> batch, boolean sends) {
        batch.ifPresent(this::requireNothingElse);
        Provider wire = batch.map(BatchForm::provider).orElseGet(this::named);
        URI base = baseUrl == null ? wire.defaultBaseUrl() : OptionText.uri(baseUrl);
        URI endpoint = wire.endpoint(base, batch.map(BatchForm::path).orElse(wire.path()));
        CallForm form = new CallForm(
                wire,
                endpoint,
                sends ? credential(wire, endpoint, environment) : Credential.none(),
                batch.map(CallOptions::settings).orElseGet(() -> settings(wire)),
                OptionText.pairs("--header", ":", headers),
                OptionText.duration("--timeout", timeout));
        // Whatever is wrong with a parameter or a header is said now, not at the first of many calls.
        form.request(batch.isPresent() ? "{}" : form.body("probe"));
        return form;
    }

    private Provider named() {
        return provider == null ? Provider.anthropic() : Provider.named(provider);
    }

    private CallForm.ModelSettings settings(Provider wire) {
        if (system != null && system.isBlank()) {
            throw UserException.usage("--system is blank; leave it out");
        }
        return new CallForm.ModelSettings(
                model == null ? ModelDefaults.of(wire) : model,
                Optional.ofNullable(system),
                maxTokens == null ? Prompt.MAX_TOKENS_DEFAULT : maxTokens,
                OptionText.pairs("--param", "=", parameters));
    }

    private static CallForm.ModelSettings settings(BatchForm batch) {
        return new CallForm.ModelSettings(batch.model(), Optional.empty(), Prompt.MAX_TOKENS_DEFAULT, Map.of());
    }

    /** The lines of a batch are sent as they stand: nothing can be added to them. */
    private void requireNothingElse(BatchForm batch) {
        String wanted = batch.provider().name();
        if (provider != null && !named().equals(batch.provider())) {
            throw UserException.usage("the lines are a batch for " + wanted + ", and --provider is " + provider
                    + "; leave --provider out");
        }
        List<String> added = new ArrayList<>();
        addIf(model != null, "--model", added);
        addIf(maxTokens != null, "--max-tokens", added);
        addIf(system != null, "--system", added);
        addIf(!parameters.isEmpty(), "--param", added);
        if (!added.isEmpty()) {
            throw UserException.usage("the lines are a batch for " + wanted + " and are sent as they stand; leave "
                    + String.join(" and ", added) + " out, or give a prompt");
        }
    }

    private static void addIf(boolean given, String option, List<String> options) {
        if (given) {
            options.add(option);
        }
    }

    private static Credential credential(Provider wire, URI endpoint, Map<String, String> environment) {
        Optional<Credential> credential = wire.credential(environment);
        if (credential.isEmpty() && !OptionText.isThisMachine(endpoint)) {
            throw UserException.usage("there is no key: set " + String.join(" or ", wire.keyVariables())
                    + " (none is needed for a --base-url on this machine)");
        }
        return credential.orElse(Credential.none());
    }
}
