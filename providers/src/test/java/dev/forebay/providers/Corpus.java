package dev.forebay.providers;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Answers in the forms that providers really send, each with what it must be read as. */
public record Corpus(String name, Provider provider, List<String> expected, RawAnswer answer) {

    static final Instant RECEIVED_AT = Instant.parse("2026-11-24T12:00:00Z");

    public static List<Corpus> all() {
        URL folder = Corpus.class.getResource("/corpus");
        if (folder == null) {
            throw new IllegalStateException("the corpus is missing");
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().map(Corpus::read).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Corpus read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        List<String> expected = new ArrayList<>();
        while (text.startsWith("# ")) {
            expected.add(text.substring(2, text.indexOf('\n')));
            text = text.substring(text.indexOf('\n') + 1);
        }
        int blank = text.indexOf("\n\n");
        String[] head = text.substring(0, blank).split("\n", -1);
        int status = Integer.parseInt(head[0].substring("HTTP/1.1 ".length()));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : List.of(head).subList(1, head.length)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), List.of(line.substring(colon + 1)));
        }
        byte[] body = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
        Provider provider = Provider.named(expected.remove(0).substring("provider ".length()));
        RawAnswer answer = new RawAnswer(RawHeaders.of(status, headers, RECEIVED_AT), body);
        return new Corpus(file.getFileName().toString(), provider, expected, answer);
    }

    @Override
    public String toString() {
        return name;
    }
}
