package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into one line and a status. Stateless. */
final class Problems {

    private static final String ALLOWED = "allowed: ";

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
        ArgSpec argument = problem.getArgSpec();
        String value = problem.getValue();
        if (argument != null && value != null) {
            String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            return name + " is '" + value.replaceAll("\\p{Cntrl}", "?") + "'" + allowed(argument, value, message);
        }
        return message.isEmpty() ? problem.getClass().getSimpleName() : message;
    }

    /** What could stand there instead, in words of ours: the parser's name classes of Java. */
    private static String allowed(ArgSpec argument, String value, String message) {
        Class<?> type = argument.typeInfo().getType();
        Class<?> single =
                argument.typeInfo().isMultiValue() ? argument.typeInfo().getAuxiliaryTypes()[0] : type;
        if (Path.class.equals(single)) {
            return ", which cannot be the name of a file"
                    + (value.indexOf(0) >= 0 ? ": it holds the character NUL" : "");
        }
        int at = message.lastIndexOf(ALLOWED);
        if (at >= 0) {
            return "; " + message.substring(at);
        }
        boolean whole = Set.of(int.class, long.class, Integer.class, Long.class).contains(single);
        return whole ? "; write a whole number, such as 7" : single.equals(double.class) ? "; write a number" : "";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
