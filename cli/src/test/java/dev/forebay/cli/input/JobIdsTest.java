package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobIdsTest {

    private static String id(JobIds ids, String json) throws BadLineException {
        return ids.idOf(InputLines.object(new LineReader.Line(1, Optional.of(json), "")), json);
    }

    @Test
    void idThenCustomIdThenAHash() throws Exception {
        JobIds ids = new JobIds(Optional.empty());
        assertEquals("a", id(ids, "{\"custom_id\":\"b\",\"id\":\"a\"}"));
        assertEquals("b", id(ids, "{\"custom_id\":\"b\",\"id\":null}"));
        assertEquals("17", id(ids, "{\"id\":17}"));
        String hash = id(ids, "{\"text\":\"x\"}");
        assertEquals(32, hash.length());
        assertEquals(hash + "-2", id(ids, "{\"text\":\"x\"} "));
        assertEquals(hash + "-3", id(ids, "{\"text\":\"x\"}"));
        assertEquals(hash, id(new JobIds(Optional.empty()), "{\"text\":\"x\"}"));
    }

    @Test
    void theFieldThatWasAskedFor() throws Exception {
        JobIds ids = new JobIds(Optional.of("number"));
        assertEquals("9", id(ids, "{\"id\":\"a\",\"number\":9}"));
        assertThrows(BadLineException.class, () -> id(ids, "{\"id\":\"a\"}"));
        assertThrows(BadLineException.class, () -> id(ids, "{\"number\":1.5}"));
        assertThrows(BadLineException.class, () -> id(ids, "{\"number\":\"\"}"));
        assertThrows(BadLineException.class, () -> id(ids, "{\"number\":\"" + "x".repeat(1025) + "\"}"));
    }

    @Test
    void aSetOfHashesIsASet() {
        SeenHashes hashes = new SeenHashes();
        Set<String> set = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            String text = "inv-" + i * 7919 % 30_000;
            assertEquals(set.add(text), hashes.add(text), text);
        }
        assertTrue(hashes.add("new"));
        assertFalse(hashes.add("new"));
    }
}
