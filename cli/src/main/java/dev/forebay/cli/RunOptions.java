package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.run.CallForm;
import dev.forebay.cli.run.RunSettings;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.prices.Prices;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code forebay run}, and what they mean. Not thread-safe. */
final class RunOptions {

    @Parameters(paramLabel = "INPUT.jsonl", description = "Lines of JSON, one object for each document.")
    private Path input = Path.of("");

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "What to ask, with fields of the line in braces: 'Extract vendor, amount, date: {text}'. {{ and"
                            + " }} stand for braces.")
    private @Nullable String prompt;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "The same, read from a file.")
    private @Nullable Path promptFile;

    @Option(names = "--system", paramLabel = "TEXT", description = "An instruction before each prompt.")
    private @Nullable String system;

    @Option(
            names = "--id-field",
            paramLabel = "FIELD",
            description = "The field that names a line. Default: id, else custom_id, else a hash of the line.")
    private @Nullable String idField;

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
            names = "--limits",
            paramLabel = "LIST",
            description =
                    "The provider's limits as far as you know them, such as rpm=1200,itpm=600k,otpm=120k,burst=10s;"
                            + " also tpm, rpd, tpd, concurrency. Default: learned from the provider's headers.")
    private @Nullable String limits;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Calls in flight at most. Default: as many as the limits allow.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "Attempts for a job whose calls fail; a 429 is no attempt. Default: ${DEFAULT-VALUE}.")
    private int maxAttempts = 5;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long one call may take, such as 30s. Default: ${DEFAULT-VALUE}.")
    private String timeout = "10m";

    @Option(
            names = "--budget",
            paramLabel = "DOLLARS",
            description = "The most that all runs on this store may cost together; never exceeded. Default: no bound.")
    private @Nullable String budget;

    @Option(
            names = "--price",
            paramLabel = "in=2,out=10",
            description = "Dollars per million tokens. Default: from a dated table.")
    private @Nullable String price;

    @Option(names = "--out", paramLabel = "FILE", description = "The results. Default: INPUT.results.jsonl.")
    private @Nullable Path out;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "The durable state, readable by you only. Default: OUT.db.")
    private @Nullable Path store;

    @Option(
            names = "--progress",
            paramLabel = "FORM",
            description = "auto (a bar on a terminal, lines elsewhere), plain, json, none. Default: ${DEFAULT-VALUE}.")
    private String progress = "auto";

    /**
     * What the options mean.
     *
     * @throws IllegalArgumentException for a value out of range, saying what is allowed
     * @throws UserException for what else the user can mend
     */
    RunSettings settings(Map<String, String> environment) {
        checkInput();
        Provider wire = Provider.named(provider);
        CallForm form = form(wire, environment);
        Progress.Form progressForm = Progress.Form.parse(progress);
        RunSettings.Input documents =
                new RunSettings.Input(input, PromptTemplate.parse(promptText()), Optional.ofNullable(idField));
        return new RunSettings(documents, form, pace(form.model().name()), files(), progressForm);
    }

    private void checkInput() {
        String name = input.toString();
        if (name.equals("-") || name.endsWith(".csv") || Files.isDirectory(input)) {
            throw UserException.usage("this version reads files of JSON lines only, not " + name);
        }
        if (!Files.isReadable(input)) {
            throw UserException.usage(
                    Files.exists(input) ? input + " cannot be read; check its mode" : "there is no file " + input);
        }
    }

    private CallForm form(Provider wire, Map<String, String> environment) {
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

    private String promptText() {
        if ((prompt == null) == (promptFile == null)) {
            throw UserException.usage(
                    "give either --prompt or --prompt-file, such as --prompt 'Extract the date: {text}'");
        }
        if (prompt != null) {
            return prompt;
        }
        Path file = promptFile == null ? Path.of("") : promptFile;
        try {
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw UserException.usage("--prompt-file " + file + " cannot be read as UTF-8: " + e.getMessage());
        }
    }

    private RunSettings.Pace pace(String modelName) {
        Limits known = limits == null ? Limits.unknown() : Limits.parse(limits);
        if (concurrency != null) {
            known = known.withConcurrency(concurrency);
        }
        Optional<Price> cost = price == null ? Prices.dated().of(modelName, 0) : Optional.of(Price.parse(price));
        if (budget != null && cost.isEmpty()) {
            throw UserException.usage("the price of " + modelName
                    + " is not known, so a budget cannot be kept; give it with --price in=2,out=10");
        }
        dev.forebay.retry.RetryPolicy.DEFAULT.withMaxAttempts(maxAttempts);
        return new RunSettings.Pace(
                known, maxAttempts, cost, Optional.ofNullable(budget).map(RunOptions::dollars));
    }

    private RunSettings.Files files() {
        Path results = out == null ? input.resolveSibling(input.getFileName() + ".results.jsonl") : out;
        Path folder = results.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw UserException.usage("the folder of " + results + " does not exist; make it, or give another --out");
        }
        Path state = store == null ? results.resolveSibling(results.getFileName() + ".db") : store;
        if (state.toString().equals("none") || state.toString().startsWith("jdbc:")) {
            throw UserException.usage("this version keeps its state in a file: --store FILE");
        }
        return new RunSettings.Files(results, state);
    }

    private static BigDecimal dollars(String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("budget is '" + text + "'; give dollars, such as 5 or 0.50");
        }
        BigDecimal dollars = new BigDecimal(text);
        Budget.dollars(dollars);
        return dollars;
    }
}
