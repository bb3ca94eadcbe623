package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> read() throws IOException {
        List<String> found = new ArrayList<>();
        try (TextFiles files = new TextFiles(folder, 100, file -> file.endsWith("out.jsonl"))) {
            for (Optional<Document> next = files.next(); next.isPresent(); next = files.next()) {
                String place = folder.relativize(Path.of(next.get().place())).toString();
                found.add(place + " "
                        + (next.get() instanceof Document.Usable usable
                                ? usable.fields().toString()
                                : ((Document.Bad) next.get()).reason()));
            }
        }
        return found;
    }

    @Test
    void filesComeInTheOrderOfTheirNamesThroughAllFolders() throws Exception {
        write("b.txt", "B");
        write("a/z.txt", "Z");
        write("a/y/deep.txt", "\uFEFFdeep\r\n");
        write("out.jsonl", "{}");
        write(".hidden", "no");
        write(".git/config", "no");
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(
                List.of(
                        "a/y/deep.txt {\"id\":\"a/y/deep.txt\",\"file\":\"a/y/deep.txt\",\"text\":\"deep\\r\\n\"}",
                        "a/z.txt {\"id\":\"a/z.txt\",\"file\":\"a/z.txt\",\"text\":\"Z\"}",
                        "b.txt {\"id\":\"b.txt\",\"file\":\"b.txt\",\"text\":\"B\"}"),
                read());
    }

    @Test
    void filesThatAreNoTextsAreNamed() throws Exception {
        write("a.txt", " \n");
        Files.write(folder.resolve("b.png"), new byte[] {'x', (byte) 0x89, 'P'});
        write("c.txt", "x".repeat(101));
        write("d.txt", "x".repeat(100));
        List<String> found = read();
        assertEquals("a.txt the file is empty", found.get(0));
        assertEquals("b.png the file is not UTF-8 from byte 2 on", found.get(1));
        assertEquals("c.txt the file is larger than 100 bytes", found.get(2));
        assertTrue(found.get(3).startsWith("d.txt {"), found.get(3));
    }

    @Test
    void aLinkToAFolderIsNotFollowed() throws Exception {
        write("a.txt", "A");
        Files.createSymbolicLink(folder.resolve("round"), folder);
        Files.createSymbolicLink(folder.resolve("z.txt"), folder.resolve("a.txt"));
        Files.createSymbolicLink(folder.resolve("nowhere.txt"), folder.resolve("missing"));
        List<String> found = read();
        assertEquals(3, found.size(), found.toString());
        assertEquals("nowhere.txt this is no ordinary file", found.get(1));
        assertTrue(found.get(2).startsWith("z.txt {"), found.toString());
    }
}
