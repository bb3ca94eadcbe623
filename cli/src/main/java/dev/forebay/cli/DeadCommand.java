package dev.forebay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code forebay dead}: the jobs that were given up. */
@Command(
        name = "dead",
        description = "Shows the jobs that were given up, and brings them back.",
        synopsisSubcommandLabel = "list|show|retry|export",
        subcommands = {
            DeadListCommand.class,
            DeadShowCommand.class,
            DeadRetryCommand.class,
            DeadExportCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  forebay dead list --store in.jsonl.results.jsonl.db",
            "  forebay dead show inv-0042 --store in.jsonl.results.jsonl.db",
            "  forebay dead retry --all --store in.jsonl.results.jsonl.db",
            "  forebay dead export --store in.jsonl.results.jsonl.db > mend.jsonl",
            "",
            "Exit status: 0 done; 2 wrong usage, no such store or job, or a run is at work (retry only); 5 the store"
                    + " cannot be read."
        })
final class DeadCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, retry or export");
    }
}
