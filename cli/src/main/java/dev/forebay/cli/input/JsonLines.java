package dev.forebay.cli.input;

import java.io.IOException;
import java.util.Optional;

/** A file of JSON lines: an object in each line that is not blank. Used by one thread; blocks on the disk. */
final class JsonLines implements Documents {

    private final String name;
    private final LineReader lines;

    /** Documents of these lines; the name stands in complaints. */
    JsonLines(String name, LineReader lines) {
        this.name = name;
        this.lines = lines;
    }

    @Override
    public Optional<Document> next() throws IOException {
        return lines.next().map(this::document);
    }

    private Document document(LineReader.Line line) {
        String place = name + ":" + line.number();
        try {
            return new Document.Usable(
                    place, InputLines.object(line), line.text().orElse(""));
        } catch (BadLineException e) {
            return new Document.Bad(place, e.reason());
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
