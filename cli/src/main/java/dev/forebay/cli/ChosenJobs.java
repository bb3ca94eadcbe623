package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Some jobs by their ids, or all that the command is about. Not thread-safe. */
final class ChosenJobs {

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Or these.")
    private @Nullable List<String> ids;

    /**
     * Whether all are meant.
     *
     * @throws UserException if neither all nor some were named, or both
     */
    boolean all() {
        if (all == !ids().isEmpty()) {
            throw UserException.usage("say which jobs: --all, or their ids");
        }
        return all;
    }

    List<String> ids() {
        return ids == null ? List.of() : ids;
    }
}
