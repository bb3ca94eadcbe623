package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.run.CallForm;
import dev.forebay.cli.run.RunSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code forebay run}, and what they mean together. Not thread-safe. */
final class RunOptions {

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private CallOptions call = new CallOptions();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private FileOptions files = new FileOptions();

    @Option(
            names = "--progress",
            paramLabel = "FORM",
            description = "auto (a bar on a terminal, lines elsewhere), plain, json, none. Default: ${DEFAULT-VALUE}.")
    private String progress = "auto";

    @Option(
            names = "--dry-run",
            description = "Asks no model: says how long it would take, what it would cost, and which limit binds.")
    private boolean dryRun;

    @Option(
            names = "--expect-output",
            paramLabel = "N",
            converter = WholeNumber.OutputTokens.class,
            description = "Tokens of a usual answer, for --dry-run, as long as no answer has told.")
    private @Nullable Integer outputTokens;

    boolean dryRun() {
        return dryRun;
    }

    Optional<Integer> outputTokens() {
        return Optional.ofNullable(outputTokens);
    }

    /**
     * What the options mean.
     *
     * @throws IllegalArgumentException for a value out of range, saying what is allowed
     * @throws UserException for what else the user can mend
     */
    RunSettings settings(Surroundings surroundings) {
        Progress.Form progressForm = Progress.Form.parse(progress);
        Inputs documents = input.documents(surroundings.input());
        RunSettings.Files place = files.settings(documents);
        documents.leaveOut(place::isOurs);
        RunSettings.Input asked = input.settings(documents, place.store());
        CallForm form = call.form(surroundings.environment(), asked.batch(), !dryRun);
        return new RunSettings(asked, form, pace.settings(form, surroundings.environment()), place, progressForm);
    }
}
