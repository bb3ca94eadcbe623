package dev.forebay.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code forebay}, which only has commands of its own. */
@Command(
        name = "forebay",
        description = "Makes LLM API calls rate-limit-proof: uses the provider's limit to the last permit, and loses"
                + " nothing.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ForebayCommand.Version.class,
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            DeadCommand.class,
            ExportCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            PurgeCommand.class,
            SimulateCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class,
        },
        footer = {
            "",
            "Begin with:",
            "  forebay demo",
            "  forebay run invoices.jsonl --prompt 'Extract vendor, amount, date: {text}'",
            "",
            "FOREBAY_JAVA_OPTIONS reaches the Java virtual machine, as in FOREBAY_JAVA_OPTIONS=-Xmx256m."
        })
final class ForebayCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, such as run or demo");
    }

    /** Reads the version from the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)");
            return new String[] {"forebay " + version + ", Java " + Runtime.version()};
        }
    }
}
