package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.BatchLine;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.input.StandardInput;
import dev.forebay.cli.run.RunSettings;
import dev.forebay.cli.store.StoredInput;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.JobReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to ask about what: the input, the prompt and the names of the jobs. Not thread-safe. */
final class InputOptions {

    /** Lines of a batch that are looked at for one that says what batch it is. */
    private static final int LINES_LOOKED_AT = 20;

    @Parameters(
            paramLabel = "INPUT",
            arity = "1..*",
            description =
                    "JSON lines, a .csv with a header row, a folder of text files, or - for JSON lines on standard"
                            + " input.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "What to ask, with fields of the document in braces: 'Extract vendor, amount, date: {text}'. {{ and"
                            + " }} stand for braces. Without a prompt the lines must be in the form of a provider's Batch"
                            + " API, and results come back in that form.")
    private @Nullable String prompt;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "The same, read from a file.")
    private @Nullable Path promptFile;

    @Option(
            names = "--id-field",
            paramLabel = "FIELD",
            description = "The field that names a document. Default: id, else custom_id, else a hash of it.")
    private @Nullable String idField;

    Inputs documents(StandardInput standardInput) {
        return new Inputs(inputs, standardInput);
    }

    /**
     * What to ask about these documents.
     *
     * @param stored where an earlier run may have left what it knows of them
     */
    RunSettings.Input settings(Inputs documents, Optional<Path> stored) {
        Optional<Path> store = stored.filter(Files::exists);
        if (prompt != null && promptFile != null) {
            throw UserException.usage("give either --prompt or --prompt-file, not both");
        }
        Optional<PromptTemplate> template = prompt == null && promptFile == null
                ? Optional.empty()
                : Optional.of(PromptTemplate.parse(promptText()));
        if (documents.peek(0).isEmpty() && store.isEmpty()) {
            throw documents.nothing();
        }
        return new RunSettings.Input(
                documents,
                template.<RunSettings.Asking>map(
                                asked -> new RunSettings.Prompting(asked, Optional.ofNullable(idField)))
                        .orElseGet(() -> new RunSettings.Batch(batch(documents, store))));
    }

    private BatchForm batch(Inputs documents, Optional<Path> store) {
        String why = "";
        for (int i = 0; documents.areJsonLines() && i < LINES_LOOKED_AT; i++) {
            Optional<Document> document = documents.peek(i);
            if (document.isEmpty()) {
                break;
            }
            try {
                return named(BatchLine.of(Document.usable(document.get())).form());
            } catch (BadLineException e) {
                why = why.isEmpty() ? " (" + document.get().place() + ": " + e.reason() + ")" : why;
            }
        }
        if (documents.peek(0).isEmpty() && store.isPresent()) {
            try (JobReader reader = Stores.openForReading(store.get())) {
                Optional<BatchForm> before = StoredInput.in(reader).flatMap(StoredInput::batch);
                if (before.isPresent()) {
                    return before.get();
                }
            }
        }
        throw UserException.usage(
                "give --prompt or --prompt-file, such as --prompt 'Extract the date: {text}', or lines in"
                        + " the form of a provider's Batch API" + why);
    }

    private BatchForm named(BatchForm form) {
        if (idField != null) {
            throw UserException.usage("the lines are a batch for "
                    + form.provider().name() + ", named by their custom_id; leave --id-field out, or give a prompt");
        }
        return form;
    }

    private String promptText() {
        if (prompt != null) {
            return prompt;
        }
        Path file = promptFile == null ? Path.of("") : promptFile;
        try {
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw UserException.usage("--prompt-file " + file + " cannot be read as UTF-8: " + e.getMessage());
        }
    }
}
