package dev.forebay.cli.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The text files of a folder and of the folders in it, in the order of their names: each is one document with the fields
 * {@code text} and {@code file}, its path from the folder, which is also its {@code id}. Hidden files and folders are left out; links are followed to
 * files, not to folders, which might lead round in a circle. Holds the names of one folder at a time on each level. Used by one
 * thread; blocks on the disk.
 */
final class TextFiles implements Documents {

    private final Path root;
    private final int bytesMax;
    private final Predicate<Path> leftOut;
    private final Deque<Path> ahead = new ArrayDeque<>();

    /**
     * The files of a folder.
     *
     * @param bytesMax larger files are reported
     * @param leftOut says which files are no documents though they lie there, such as the results of this very run
     */
    TextFiles(Path root, int bytesMax, Predicate<Path> leftOut) throws IOException {
        this.root = root;
        this.bytesMax = bytesMax;
        this.leftOut = leftOut;
        enter(root);
    }

    @Override
    public Optional<Document> next() throws IOException {
        while (!ahead.isEmpty()) {
            Path path = ahead.pop();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    enter(path);
                } catch (IOException e) {
                    return Optional.of(new Document.Bad(path.toString(), "the folder cannot be read; check its mode"));
                }
            } else if (!Files.isDirectory(path)) {
                return Optional.of(document(path));
            }
        }
        return Optional.empty();
    }

    private void enter(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path entry : content) {
                if (!name(entry).startsWith(".") && !leftOut.test(entry)) {
                    entries.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(TextFiles::name).reversed());
        entries.forEach(ahead::push);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Document document(Path file) {
        String place = file.toString();
        if (!Files.isRegularFile(file)) {
            return new Document.Bad(place, "this is no ordinary file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(bytesMax + 1);
        } catch (IOException e) {
            return new Document.Bad(place, "the file cannot be read; check that it is still there, and its mode");
        }
        if (bytes.length > bytesMax) {
            return new Document.Bad(place, "the file is larger than " + Utf8.size(bytesMax));
        }
        try {
            String text = Utf8.withoutMark(Utf8.decode(bytes));
            if (text.isBlank()) {
                return new Document.Bad(place, "the file is empty");
            }
            return new Document.Usable(place, fields(file, text), text);
        } catch (CharacterCodingException e) {
            return new Document.Bad(place, "the file is not UTF-8 from byte " + Utf8.firstWrong(bytes) + " on");
        }
    }

    private ObjectNode fields(Path file, String text) {
        String path = root.relativize(file).toString().replace(File.separatorChar, '/');
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", path)
                .put("file", path)
                .put("text", text);
    }

    @Override
    public void close() {
        ahead.clear();
    }
}
