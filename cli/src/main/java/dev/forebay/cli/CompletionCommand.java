package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code forebay completion}: what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that lets a shell complete commands and options with the tab key.",
        footer = {
            "",
            "Examples:",
            "  source <(forebay completion bash)     in ~/.bashrc",
            "  source <(forebay completion zsh)      in ~/.zshrc",
            "",
            "Exit status: 0 printed; 2 another shell."
        })
final class CompletionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw UserException.usage("there is no completion for '" + shell + "'; allowed: bash, zsh");
        }
        // One script serves both: in zsh it turns on the completion of bash by itself.
        surroundings
                .console()
                .out()
                .print(AutoComplete.bash("forebay", spec.root().commandLine()));
        return ExitStatus.SUCCEEDED;
    }
}
