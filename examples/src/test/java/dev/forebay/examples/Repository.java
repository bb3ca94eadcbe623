package dev.forebay.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the repository, as the tests of this module read them. */
final class Repository {

    static final Path ROOT = root(Path.of("").toAbsolutePath());

    private static final List<String> SKIPPED = List.of("target", ".git");

    private Repository() {}

    /** The tests run in the folder of this module, or in that of the whole. */
    private static Path root(Path here) {
        return here.endsWith("examples") ? here.resolve("..").normalize() : here;
    }

    static List<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .filter(Repository::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(path.toString(), failure);
        }
    }

    static String name(Path path) {
        return ROOT.relativize(path).toString();
    }

    private static boolean isOurs(Path path) {
        for (Path part : ROOT.relativize(path)) {
            if (SKIPPED.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
