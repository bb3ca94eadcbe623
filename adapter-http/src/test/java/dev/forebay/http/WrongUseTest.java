package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Wrong use is refused when the client is built, in words that help. */
class WrongUseTest {

    private final Lab lab = new Lab(URI.create("http://127.0.0.1:1"));

    @Test
    void twoForebaysOnOneClient() {
        refused("already", () -> ForebayHttp.wrap(lab.limited, Forebay.create()));
        refused("already", () -> ForebayHttp.wrap(lab.limited, lab.forebay));
    }

    @Test
    void aPoolThatIsNotThere() {
        assertEquals("claude-haiku", lab.forebay.pool("claude-haiku").name());
        refused("are: [claude-haiku]", () -> ForebayHttp.builder(lab.forebay).pool("haiku"));
    }

    @Test
    void anAccountWithoutAName() {
        refused("blank", () -> ForebayHttp.builder(lab.forebay).account(" "));
    }

    private static void refused(String words, Executable use) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, use).getMessage());
        assertTrue(message.contains(words), message);
    }
}
