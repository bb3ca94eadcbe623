package dev.forebay.cli;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.output.BatchLines;
import dev.forebay.cli.output.MendLine;
import dev.forebay.cli.output.StandardOutput;
import dev.forebay.cli.store.DeadLetters;
import dev.forebay.cli.store.StoredInput;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobReader;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay dead export}. */
@Command(
        name = "export",
        description =
                "The requests of the dead jobs as lines of input, {\"id\",\"prompt\",\"error\"}, or those of the batch as it"
                        + " had them, to be mended and run again.",
        footer = {
            "",
            "Run the mended lines with what the first run was given, but for the prompt. With the same --out their results join"
                    + " the others:",
            "  forebay dead export --store in.jsonl.results.jsonl.db > mend.jsonl",
            "  forebay run mend.jsonl --prompt '{prompt}' --changed rerun \\",
            "      --out in.jsonl.results.jsonl",
            "",
            "Examples:",
            "  forebay dead export --store in.jsonl.results.jsonl.db",
            "  forebay dead export --store in.jsonl.results.jsonl.db | jq -r .prompt",
            "",
            "Exit status: 0 written; 2 there is no such store; 5 it cannot be read, or the output not be written."
        })
final class DeadExportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    DeadExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintStream out = surroundings.console().out();
        try (JobReader reader = Stores.openForReading(store.file())) {
            Optional<BatchForm> batch = StoredInput.in(reader).flatMap(StoredInput::batch);
            DeadLetters.each(reader, letter -> {
                Stores.await(reader.payload(letter.job().id()))
                        .map(request -> batch.map(form ->
                                        BatchLines.request(form, letter.job().id(), request))
                                .orElseGet(() -> MendLine.of(letter.job(), request)))
                        .ifPresent(out::println);
                StandardOutput.check(out);
            });
        }
        return ExitStatus.SUCCEEDED;
    }
}
