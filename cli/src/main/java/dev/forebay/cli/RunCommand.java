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
            "--limits org wants an admin key in ANTHROPIC_ADMIN_KEY, and asks for the limits of the workspace in"
                    + " ANTHROPIC_WORKSPACE_ID if there is one; or OPENAI_ADMIN_KEY, and the project in OPENAI_PROJECT_ID.",
            "",
            "Examples:",
            "  forebay run invoices.jsonl --prompt 'Extract vendor, amount, date: {text}'",
            "  forebay run tickets.jsonl --prompt-file ask.txt --provider openai",
            "  forebay run in.jsonl --prompt 'Summarize: {body}' --budget 5.00 \\",
            "      --limits rpm=1200,itpm=600k,otpm=120k",
            "  forebay run in.jsonl --prompt '{text}' --limits org,burst=10s",
            "  forebay run in.jsonl --prompt '{text}' --base-url http://127.0.0.1:9000",
            "  forebay run in.jsonl --prompt '{text}' --limits rpm=1200,itpm=600k --dry-run",
            "  forebay run letters/ --prompt 'Which product does this letter name? {text}'",
            "  zcat in.jsonl.gz | forebay run - --prompt 'Classify: {body}' --out out.jsonl",
            "  forebay run batch.jsonl     (made for Anthropic's or OpenAI's Batch API)",
            "  forebay run in.jsonl --prompt 'Summarize in French: {body}' --changed rerun",
            "",
            "Exit status:",
            "  0    all jobs succeeded",
            "  1    some jobs are dead or some documents are bad: listed, all others done",
            "  2    wrong usage or input; nothing was sent",
            "  3    held: budget, quota or deadline used up, paused, or provider",
            "       unreachable; the same command goes on",
            "  4    the provider refuses the key or the model",
            "  5    the machine failed: disk full, store unreadable; the same command goes on",
            "  129, 130, 143   stopped by a closed terminal, Ctrl-C or a kill: the calls in",
            "       flight end, and the same command goes on; a second one stops at once"
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
