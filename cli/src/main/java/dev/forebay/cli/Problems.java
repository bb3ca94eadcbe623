package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into one line and a status. Stateless. */
final class Problems {

    private Problems() {}

    static int ofUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        String command0 = command.getCommandSpec().qualifiedName();
        err.println("forebay: " + oneLine(words(problem)) + "; see `" + command0 + " --help`");
        err.flush();
        return ExitStatus.WRONG_USAGE;
    }

    static int ofExecution(Exception problem, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        if (problem instanceof UserException known) {
            if (!known.line().isEmpty()) {
                err.println("forebay: " + oneLine(known.line()));
                err.flush();
            }
            return known.status();
        }
        err.println("forebay: a fault of forebay itself; please report it with these lines");
        problem.printStackTrace(err);
        err.flush();
        return ExitStatus.MACHINE_FAILED;
    }

    private static String words(ParameterException problem) {
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            String instead = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
            return "unknown here: " + String.join(" ", unmatched.getUnmatched()) + instead;
        }
        return message.isEmpty() ? problem.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
