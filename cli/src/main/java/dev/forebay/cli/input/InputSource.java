package dev.forebay.cli.input;

import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One input as the command line names it. Immutable; {@link #open} blocks. */
final class InputSource {

    private static final String STANDARD_INPUT = "-";

    /** Where standard input and the pipes of a shell have their names; nobody wants results there. */
    private static final Path DEVICES = Path.of("/dev");

    private final Path path;
    private final StandardInput standardInput;

    InputSource(Path path, StandardInput standardInput) {
        this.path = path;
        this.standardInput = standardInput;
    }

    /** The name for complaints. */
    String name() {
        return isStandardInput() ? "stdin" : path.toString();
    }

    boolean isStandardInput() {
        return path.toString().equals(STANDARD_INPUT);
    }

    boolean isFolder() {
        return !isStandardInput() && Files.isDirectory(path);
    }

    /** Whether the input is lines of JSON, judged by its name. */
    boolean isJsonLines() {
        return isStandardInput() || !(isFolder() || isCsv());
    }

    /** Whether it can be read once only, as a pipe. */
    boolean isReadOnce() {
        return isStandardInput() || !(Files.isDirectory(path) || Files.isRegularFile(path));
    }

    private boolean isCsv() {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /**
     * Checks that it is there.
     *
     * @throws UserException if it is not, or may not be read
     */
    void check() {
        if (!isStandardInput() && !Files.isReadable(path)) {
            throw UserException.usage(
                    Files.exists(path) ? path + " cannot be read; check its mode" : "there is no file " + path);
        }
    }

    /** Whether it is this file, whichever of its names is used. */
    boolean reads(Path file) {
        if (isStandardInput()) {
            return false;
        }
        try {
            return Files.isSameFile(path, file);
        } catch (IOException e) {
            // One of them is not there, and so has no other names.
            return path.toAbsolutePath()
                    .normalize()
                    .equals(file.toAbsolutePath().normalize());
        }
    }

    /** Where the results go unless told otherwise; empty if there is no place that anybody would look at. */
    Optional<Path> results() {
        if (isStandardInput() || path.toAbsolutePath().startsWith(DEVICES)) {
            return Optional.of(Path.of("stdin.results.jsonl"));
        }
        Path plain = path.getFileName() == null || path.getFileName().toString().matches("\\.{0,2}")
                ? path.toAbsolutePath().normalize()
                : path;
        return Optional.ofNullable(plain.getFileName()).map(name -> plain.resolveSibling(name + ".results.jsonl"));
    }

    /**
     * Opens it.
     *
     * @param leftOut files of a folder that are no documents
     */
    Documents open(Predicate<Path> leftOut) throws IOException {
        if (isStandardInput()) {
            InputStream in = standardInput.isTerminal() ? InputStream.nullInputStream() : standardInput.stream();
            return new JsonLines(name(), new LineReader(in, Documents.BYTES_MAX));
        }
        if (isFolder()) {
            return new TextFiles(path, Documents.BYTES_MAX, leftOut);
        }
        InputStream in = Files.newInputStream(path);
        try {
            return isCsv()
                    ? new CsvRecords(name(), in, Documents.BYTES_MAX)
                    : new JsonLines(name(), new LineReader(in, Documents.BYTES_MAX));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
