package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.run.CallForm;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask, and how: provider, address, model and its settings. Not thread-safe. */
final class CallOptions {

    @Option(names = "--provider", paramLabel = "NAME", description = "anthropic or openai. Default: ${DEFAULT-VALUE}.")
    private String provider = "anthropic";

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
            description = "The most tokens of an answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = Prompt.MAX_TOKENS_DEFAULT;

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

    CallForm form(Map<String, String> environment) {
        Provider wire = Provider.named(provider);
        URI endpoint = wire.endpoint(baseUrl == null ? wire.defaultBaseUrl() : OptionText.uri(baseUrl));
        if (system != null && system.isBlank()) {
            throw UserException.usage("--system is blank; leave it out");
        }
        CallForm form = new CallForm(
                wire,
                endpoint,
                credential(wire, endpoint, environment),
                new CallForm.ModelSettings(
                        model == null ? ModelDefaults.of(wire) : model,
                        Optional.ofNullable(system),
                        maxTokens,
                        OptionText.pairs("--param", "=", parameters)),
                OptionText.pairs("--header", ":", headers),
                OptionText.duration("--timeout", timeout));
        // Whatever is wrong with a parameter or a header is said now, not at the first of many calls.
        form.request(form.body("probe"));
        return form;
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
