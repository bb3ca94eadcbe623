package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.signals.Interrupts;
import dev.forebay.simulator.HeaderProfile;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.invoice.InvoiceFiles;
import dev.forebay.simulator.limit.Dimension;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Durations;
import dev.forebay.simulator.time.Latency;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code forebay simulate}: a provider on a port, or invoices to send to one. */
@Command(
        name = "simulate",
        description =
                "Serves a provider that limits, throttles and fails like the real ones, or writes invoices to send"
                        + " to it.",
        footer = {
            "",
            "Serves POST /v1/messages (Anthropic) and POST /v1/chat/completions (OpenAI) on the loopback interface, takes"
                    + " any key, and prints one line with its address when it is ready. GET /_stats shows the ledger of"
                    + " what it served. Ctrl-C ends it and prints that ledger.",
            "",
            "Tells its limits to administrators, at GET /v1/organizations/rate_limits and GET"
                    + " /v1/organization/projects/{id}/rate_limits, which is what --limits org of forebay run asks.",
            "",
            "Examples:",
            "  forebay simulate --port 9000 --rpm 1200 --itpm 600000 --otpm 120000 \\",
            "      --burst 10 --latency 1s",
            "  forebay simulate --rpm 50 --counting sliding --neighbour 0.5:60s/60s",
            "  forebay simulate --fault 529=0.03,500=0.01,lost=0.005,hang=0.005",
            "  forebay simulate --write-invoices 1000 --seed 7 > in.jsonl",
            "",
            "Exit status: 0 ended as asked; 2 wrong usage; 5 the port or a file cannot be opened."
        })
final class SimulateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static final int DEFAULT_PORT = 9000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = WholeNumber.Port.class,
            description = "0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port = DEFAULT_PORT;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute. Default: no limit.")
    private @Nullable String rpm;

    @Option(names = "--itpm", paramLabel = "N", description = "Input tokens a minute. Default: no limit.")
    private @Nullable String itpm;

    @Option(names = "--otpm", paramLabel = "N", description = "Output tokens a minute. Default: no limit.")
    private @Nullable String otpm;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens of both kinds a minute. Default: no limit.")
    private @Nullable String tpm;

    @Option(names = "--rpd", paramLabel = "N", description = "Requests a day. Default: no limit.")
    private @Nullable String rpd;

    @Option(names = "--tpd", paramLabel = "N", description = "Tokens of both kinds a day. Default: no limit.")
    private @Nullable String tpd;

    @Option(
            names = "--burst",
            paramLabel = "SECONDS",
            description = "What the buckets by the minute hold, in seconds of refill: 0.001 to 60. Default: 60.")
    private String burst = "60";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = WholeNumber.OneOrMore.class,
            description = "Calls in flight. Default: no limit.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            description = "The median time of an answer, such as 1s; fixed:1s for always the same; none. Default: 1s.")
    private String latency = "1s";

    @Option(
            names = "--tokens-per-second",
            paramLabel = "N",
            description = "How fast output is produced, on top of the latency. Default: at once.")
    private double tokensPerSecond;

    @Option(
            names = "--fault",
            paramLabel = "KIND=RATE,...",
            description =
                    "What goes wrong, and how often: 529, 503, 429, 500, refused, reset, lost, hang, cut, trickle,"
                            + " midstream. 529=1@60s+60s means every call from second 60 on, for 60 s. Default: nothing.")
    private String fault = "";

    @Option(names = "--seed", paramLabel = "S", description = "Of all chance. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A model that exists; may be repeated. Default: any name is one.")
    private List<String> models = List.of();

    @Option(names = "--key", paramLabel = "KEY", description = "The only key that is taken. Default: any, or none.")
    private @Nullable String key;

    @Option(
            names = "--admin-key",
            paramLabel = "KEY",
            description =
                    "The only key that is taken where limits are told. Default: any that begins with sk-ant-admin or"
                            + " sk-admin-.")
    private @Nullable String adminKey;

    @Option(
            names = "--headers",
            paramLabel = "WHICH",
            description = "Headers about limits: all, no-requests, none. Default: ${DEFAULT-VALUE}.")
    private String headers = "all";

    @Mixin
    private HardshipOptions hardships = new HardshipOptions();

    @Option(
            names = "--write-invoices",
            paramLabel = "N",
            converter = WholeNumber.OneOrMore.class,
            description = "Writes N invoices as JSON lines to standard output, and serves nothing.")
    private @Nullable Integer writeInvoices;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description =
                    "With --write-invoices: where to write what a reader should find in them. Default: not written.")
    private @Nullable Path expected;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return writeInvoices == null ? serve() : writeInvoices(writeInvoices);
        } catch (IllegalArgumentException e) {
            throw UserException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw UserException.machine(String.valueOf(e.getMessage()));
        }
    }

    private int serve() throws IOException, InterruptedException {
        if (expected != null) {
            throw UserException.usage("--expected goes with --write-invoices");
        }
        SimulatorOptions options = options();
        CountDownLatch ended = new CountDownLatch(1);
        Interrupts.onSignal(surroundings.clock(), (signal, count) -> ended.countDown());
        PrintStream out = surroundings.console().out();
        try (SimulatorServer server = SimulatorServer.start(options, port)) {
            out.println("simulated provider ready at " + server.baseUrl());
            out.flush();
            ended.await();
            out.println(server.provider().ledger().toJson());
            out.flush();
        }
        return ExitStatus.SUCCEEDED;
    }

    private SimulatorOptions options() {
        SimulatorOptions.Builder options = SimulatorOptions.builder()
                .limits(limits())
                .latency(Latency.parse(latency).withTokensPerSecond(tokensPerSecond))
                .faults(FaultPlan.parse(fault))
                .seed(seed)
                .models(Set.copyOf(models))
                .headers(HeaderProfile.parse(headers));
        hardships.apply(options);
        Optional.ofNullable(key).ifPresent(options::key);
        Optional.ofNullable(adminKey).ifPresent(options::adminKey);
        return options.build();
    }

    private Limits limits() {
        Limits.Builder limits = Limits.builder().burst(Durations.parse("burst", burst));
        limit(limits, Dimension.REQUESTS, rpm);
        limit(limits, Dimension.INPUT_TOKENS, itpm);
        limit(limits, Dimension.OUTPUT_TOKENS, otpm);
        limit(limits, Dimension.TOKENS, tpm);
        limit(limits, Dimension.REQUESTS_PER_DAY, rpd);
        limit(limits, Dimension.TOKENS_PER_DAY, tpd);
        Optional.ofNullable(concurrency).ifPresent(limits::concurrency);
        hardships.limit(limits);
        return limits.build();
    }

    private static void limit(Limits.Builder limits, Dimension dimension, @Nullable String amount) {
        if (amount != null) {
            limits.limit(dimension, Amounts.parse("--" + dimension.option(), amount));
        }
    }

    private int writeInvoices(int count) throws IOException {
        Writer out =
                new BufferedWriter(new OutputStreamWriter(surroundings.console().out(), StandardCharsets.UTF_8));
        try (Writer fields = expected == null ? Writer.nullWriter() : Files.newBufferedWriter(expected)) {
            InvoiceFiles.write(count, seed, out, fields);
        }
        out.flush();
        return ExitStatus.SUCCEEDED;
    }
}
