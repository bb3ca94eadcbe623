package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.run.DryRun;
import dev.forebay.cli.run.Run;
import dev.forebay.cli.run.RunSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay run}: drains a file of documents through a model. */
@Command(
        name = "run",
        description =
                "Asks a model about each document of a file, a folder or a pipe, at the provider's limit, and loses"
                        + " nothing: kill it at any moment and give the same command again.",
        footer = {
            "",
            "The key is taken from ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN (a bearer token), or from OPENAI_API_KEY. With a"
                    + " --base-url on this machine none is needed.",
            "",
            "Examples:",
            "  forebay run invoices.jsonl --prompt 'Extract vendor, amount, date: {text}'",
            "  forebay run tickets.jsonl --prompt-file ask.txt --provider openai --max-tokens 300",
            "  forebay run in.jsonl --prompt 'Summarize: {body}' --limits rpm=1200,itpm=600k,otpm=120k --budget 5.00",
            "  forebay run in.jsonl --prompt '{text}' --base-url http://127.0.0.1:9000",
            "  forebay run in.jsonl --prompt '{text}' --limits rpm=1200,itpm=600k,otpm=120k --dry-run",
            "  forebay run letters/ --prompt 'Which of our products does this letter name? {text}'",
            "  zcat orders.jsonl.gz | forebay run - --prompt 'Classify: {body}' --out classes.jsonl",
            "  forebay run batch.jsonl                 (lines made for Anthropic's or OpenAI's Batch API)",
            "",
            "Exit status:",
            "  0    all jobs succeeded",
            "  1    some jobs are dead or some documents are bad; they are listed, all others are done",
            "  2    wrong usage or input; nothing was sent",
            "  3    held: budget or quota used up, deadline passed, provider unreachable; the same command goes on",
            "  4    the provider refuses the key or the model",
            "  5    the machine failed: disk full, store unreadable; the same command goes on",
            "  130, 143  stopped by Ctrl-C or a kill; the same command goes on. The first one lets the calls in flight"
                    + " end, the second stops at once"
        })
final class RunCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            RunSettings settings = options.settings(surroundings);
            if (options.dryRun()) {
                return new DryRun(settings, options.outputTokens(), surroundings.clock(), surroundings.console())
                        .execute();
            }
            return new Run(settings, surroundings.clock(), surroundings.console()).execute();
        } catch (IllegalArgumentException e) {
            throw UserException.usage(String.valueOf(e.getMessage()));
        }
    }
}
