package dev.forebay.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.input.StandardInput;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.progress.Console;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.run.CallForm;
import dev.forebay.cli.run.ChangedJobs;
import dev.forebay.cli.run.Run;
import dev.forebay.cli.run.RunSettings;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Provider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.time.Latency;
import dev.forebay.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Drains the invoices of the examples through a simulated provider by {@code forebay run}, and at the same time through
 * another one with the same limits by a plain client. All figures come from the providers' ledgers and from files on disk.
 * Used once, by one thread; blocks for half a minute.
 */
public final class Demo {

    private static final String LIMITS = "rpm=900,itpm=400000,otpm=60000";
    private static final String BURST = "burst=10s";
    private static final String PROMPT = "Extract vendor, amount, date: {text}";
    private static final int DIFFERENCES_SHOWN = 10;

    private final Path invoices;
    private final Path expected;
    private final Console console;
    private final Clock clock;
    private final String model;
    private final Optional<Price> price;

    /**
     * A demonstration.
     *
     * @param folder with {@code invoices.jsonl} and {@code expected.jsonl}
     * @param model the name of the model that is asked
     */
    public Demo(Path folder, String model, Optional<Price> price, Console console, Clock clock) {
        this.invoices = folder.resolve("invoices.jsonl");
        this.expected = folder.resolve("expected.jsonl");
        this.model = model;
        this.price = price;
        this.console = console;
        this.clock = clock;
    }

    /** Runs both and prints the comparison; gives the exit status. */
    public int execute() throws InterruptedException {
        try {
            Expectations wanted = Expectations.read(expected);
            Path folder = Files.createTempDirectory("forebay-demo");
            try (SimulatorServer forForebay = SimulatorServer.start(options(), 0);
                    SimulatorServer forPlain = SimulatorServer.start(options(), 0)) {
                introduce();
                CompletableFuture<Map<String, String>> plain = startPlain(forPlain);
                RunSettings settings = settings(forForebay, folder);
                int status = new Run(settings, clock, quiet()).execute();
                Path plainFile = write(plain.join(), folder.resolve("plain.jsonl"));
                DemoTable table = new DemoTable(console.out(), wanted.byId().size());
                Expectations.Comparison ours =
                        wanted.compare(read(settings.files().results()));
                table.print(
                        ours,
                        forForebay.provider().ledger(),
                        wanted.compare(read(plainFile)),
                        forPlain.provider().ledger());
                ours.differences().stream().limit(DIFFERENCES_SHOWN).forEach(console.out()::println);
                console.out().println("results: " + settings.files().results() + " and " + plainFile);
                boolean all = ours.correct() == wanted.byId().size();
                return status == ExitStatus.SUCCEEDED && !all ? ExitStatus.SOME_FAILED : status;
            }
        } catch (IOException e) {
            throw UserException.machine("the demo cannot read or write a file: " + e);
        }
    }

    private static SimulatorOptions options() {
        return SimulatorOptions.builder()
                .limits(dev.forebay.simulator.limit.Limits.parse(LIMITS + "," + BURST))
                .latency(Latency.around(Duration.ofSeconds(1)))
                .build();
    }

    private void introduce() {
        PrintStream out = console.out();
        out.println(
                "300 invoices from " + invoices + ", answers of about 1 s, two simulated providers on this machine.");
        out.println(
                "Limits of each: 900 requests, 400,000 input tokens and 60,000 output tokens a minute; a bucket holds"
                        + " what flows in 10 s.");
        out.println("To the one: forebay run --limits " + LIMITS + " (no burst told).");
        out.println("To the other, at the same time: a plain client, " + PlainClient.CALLERS + " callers, "
                + PlainClient.RETRIES + " retries, retry-after honoured.");
        out.println();
        out.flush();
    }

    /** The progress of the run, and not its summary. */
    private Console quiet() {
        return new Console(new PrintStream(OutputStream.nullOutputStream()), console.err(), console.terminal());
    }

    private CallForm form(URI baseUrl) {
        Provider provider = Provider.anthropic();
        return new CallForm(
                provider,
                provider.endpoint(baseUrl),
                Credential.none(),
                new CallForm.ModelSettings(model, Optional.empty(), 200, Map.of()),
                Map.of(),
                Duration.ofMinutes(1));
    }

    private RunSettings settings(SimulatorServer server, Path folder) {
        return new RunSettings(
                new RunSettings.Input(
                        new Inputs(List.of(invoices), StandardInput.none()),
                        new RunSettings.Prompting(PromptTemplate.parse(PROMPT), Optional.empty())),
                form(server.baseUrl()),
                new RunSettings.Pace(
                        Limits.parse(LIMITS), Optional.empty(), 5, price, Optional.empty(), Optional.empty()),
                new RunSettings.Files(
                        folder.resolve("results.jsonl"),
                        Optional.of(folder.resolve("results.jsonl.db")),
                        ChangedJobs.STOP),
                Progress.Form.AUTO);
    }

    private CompletableFuture<Map<String, String>> startPlain(SimulatorServer server) throws IOException {
        CallForm form = form(server.baseUrl());
        Map<String, String> bodies = new LinkedHashMap<>();
        for (String line : Files.readAllLines(invoices)) {
            JsonNode invoice = Json.parse(line);
            String prompt = PROMPT.replace("{text}", invoice.path("text").asText());
            bodies.put(invoice.path("id").asText(), form.body(prompt));
        }
        return new PlainClient(form.endpoint(), bodies, clock).start();
    }

    private static Path write(Map<String, String> texts, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        texts.forEach(
                (id, text) -> lines.add(Json.line(Json.object().put("id", id).put("text", text))));
        return Files.write(file, lines);
    }

    private static Map<String, String> read(Path results) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(results)) {
            JsonNode result = Json.parse(line);
            texts.put(result.path("id").asText(), result.path("text").asText());
        }
        return texts;
    }
}
