package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.run.RunSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to ask about what: the input, the prompt and the names of the jobs. Not thread-safe. */
final class InputOptions {

    @Parameters(paramLabel = "INPUT.jsonl", description = "Lines of JSON, one object for each document.")
    private Path input = Path.of("");

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "What to ask, with fields of the line in braces: 'Extract vendor, amount, date: {text}'. {{ and"
                            + " }} stand for braces.")
    private @Nullable String prompt;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "The same, read from a file.")
    private @Nullable Path promptFile;

    @Option(
            names = "--id-field",
            paramLabel = "FIELD",
            description = "The field that names a line. Default: id, else custom_id, else a hash of the line.")
    private @Nullable String idField;

    void check() {
        String name = input.toString();
        if (name.equals("-") || name.endsWith(".csv") || Files.isDirectory(input)) {
            throw UserException.usage("this version reads files of JSON lines only, not " + name);
        }
        if (!Files.isReadable(input)) {
            throw UserException.usage(
                    Files.exists(input) ? input + " cannot be read; check its mode" : "there is no file " + input);
        }
    }

    RunSettings.Input settings() {
        return new RunSettings.Input(input, PromptTemplate.parse(promptText()), Optional.ofNullable(idField));
    }

    Path path() {
        return input;
    }

    private String promptText() {
        if ((prompt == null) == (promptFile == null)) {
            throw UserException.usage(
                    "give either --prompt or --prompt-file, such as --prompt 'Extract the date: {text}'");
        }
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
