package dev.forebay.cli.input;

import dev.forebay.cli.exit.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All inputs of a run, one after the other: files of JSON lines or CSV, folders of texts, standard input, pipes. Read once, by
 * one thread; blocks on the disk or on whoever writes the input.
 */
public final class Inputs implements Documents {

    private final List<InputSource> sources;
    private final Deque<InputSource> left;
    private final boolean terminal;
    private final List<Document> ahead = new ArrayList<>();
    private Predicate<Path> leftOut = path -> false;
    private @Nullable Documents open;
    private String openName = "";

    /**
     * Inputs by their names; {@code -} is standard input.
     *
     * @throws UserException if one of them is not there
     */
    public Inputs(List<Path> names, StandardInput standardInput) {
        sources =
                names.stream().map(name -> new InputSource(name, standardInput)).toList();
        sources.forEach(InputSource::check);
        if (sources.stream().filter(InputSource::isStandardInput).count() > 1) {
            throw UserException.usage("- stands for standard input, which can be read once only");
        }
        left = new ArrayDeque<>(sources);
        terminal = standardInput.isTerminal() && sources.stream().allMatch(InputSource::isStandardInput);
    }

    /** Leaves files of a folder out that are no documents, such as the results of this very run. Before anything is read. */
    public void leaveOut(Predicate<Path> files) {
        leftOut = files;
    }

    /** Whether a file, whichever of its names is used, is one of the inputs. */
    public boolean reads(Path file) {
        return sources.stream().anyMatch(source -> source.reads(file));
    }

    /** What to call all of it in a complaint. */
    public String name() {
        return sources.size() == 1 ? sources.get(0).name() : "the " + sources.size() + " inputs";
    }

    /** What the documents are, for a sentence about many of them. */
    public String documentsAre() {
        return sources.stream().allMatch(InputSource::isFolder) ? "files" : "lines";
    }

    /** Whether all of it is lines of JSON, judged by the names. */
    public boolean areJsonLines() {
        return sources.stream().allMatch(InputSource::isJsonLines);
    }

    /** Whether some of it can be read once only, so that a later run finds it gone. */
    public boolean areReadOnce() {
        return sources.stream().anyMatch(InputSource::isReadOnce);
    }

    /** Where the results go unless told otherwise; empty if there is more than one input, or no sensible place. */
    public Optional<Path> results() {
        return sources.size() == 1 ? sources.get(0).results() : Optional.empty();
    }

    /**
     * A document that {@link #next} will give later.
     *
     * @param index 0 for the very next one; all up to it are kept in the heap
     */
    public Optional<Document> peek(int index) {
        while (ahead.size() <= index) {
            Optional<Document> more = read();
            if (more.isEmpty()) {
                return Optional.empty();
            }
            ahead.add(more.get());
        }
        return Optional.of(ahead.get(index));
    }

    /**
     * The next document; empty at the end of the last input.
     *
     * @throws UserException if one of them cannot be read
     */
    @Override
    public Optional<Document> next() {
        return ahead.isEmpty() ? read() : Optional.of(ahead.remove(0));
    }

    /** What to say if there is no document at all. */
    public UserException nothing() {
        return UserException.usage(
                terminal
                        ? "standard input is a terminal; pipe the lines in, as in cat in.jsonl | forebay run -, or name a file"
                        : name() + (sources.size() == 1 ? " holds" : " hold")
                                + " no documents; there is nothing to do"
                                + (name().equals("stdin")
                                        ? "; if a run was stopped while it read them, give the same input again"
                                        : ""));
    }

    private Optional<Document> read() {
        try {
            while (true) {
                Documents documents = open == null ? openNext() : open;
                if (documents == null) {
                    return Optional.empty();
                }
                Optional<Document> document = documents.next();
                if (document.isPresent()) {
                    return document;
                }
                close();
            }
        } catch (IOException e) {
            throw UserException.usage(openName + " cannot be read: " + e.getMessage());
        }
    }

    private @Nullable Documents openNext() throws IOException {
        InputSource source = left.poll();
        if (source == null) {
            return null;
        }
        openName = source.name();
        Documents opened = source.open(leftOut);
        open = opened;
        return opened;
    }

    @Override
    public void close() throws IOException {
        Documents opened = open;
        open = null;
        if (opened != null) {
            opened.close();
        }
    }
}
