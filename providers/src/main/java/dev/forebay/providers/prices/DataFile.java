package dev.forebay.providers.prices;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table among the resources: cells between bars, lines that start with a number sign are remarks. */
final class DataFile {

    private DataFile() {}

    /** The lines as cells, without the spaces around them. */
    static List<List<String>> read(String name, int columns) {
        List<List<String>> lines = new ArrayList<>();
        for (String line : text(name).split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> cells =
                    List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
            if (cells.size() != columns) {
                throw new IllegalStateException(name + " has a line of " + cells.size() + " cells: " + line);
            }
            lines.add(cells);
        }
        return List.copyOf(lines);
    }

    private static String text(String name) {
        try (InputStream in = DataFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
