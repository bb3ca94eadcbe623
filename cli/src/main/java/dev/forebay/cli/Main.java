package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the program starts. Stateless. */
public final class Main {

    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    private static int execute(String[] arguments) {
        try {
            return commandLine(Surroundings.ofProcess()).execute(arguments);
        } catch (Error fatal) {
            // Out of memory, a broken installation: a status of its own must not look like jobs that failed.
            fatal.printStackTrace();
            return ExitStatus.MACHINE_FAILED;
        }
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line = new CommandLine(ForebayCommand.class, surroundings);
        line.setOut(new PrintWriter(surroundings.console().out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.console().err(), true, StandardCharsets.UTF_8));
        // A prompt may begin with an @, and must not be taken for the name of a file.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(HELP_OPTION_COLUMNS);
        line.setParameterExceptionHandler(Problems::ofUsage);
        line.setExecutionExceptionHandler(Problems::ofExecution);
        return line;
    }

    private static final int HELP_OPTION_COLUMNS = 28;
}
