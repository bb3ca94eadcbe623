package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Metering;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

    @Test
    void aPoolThatChargesAsOpenAiDoesForAnthropicsForm() {
        assertEquals(
                Metering.UP_FRONT,
                lab.forebay.pool("chosen", Limits.unknown(), Metering.UP_FRONT).metering());
        HttpClient chosen =
                ForebayHttp.builder(lab.forebay).pool("chosen").build().wrap(lab.plain);
        String words = "pool 'chosen' charges output up front, as OpenAI does; Anthropic charges it as it is produced";
        String said = String.valueOf(assertThrows(
                        IllegalStateException.class, () -> chosen.send(lab.message("hello"), BodyHandlers.discarding()))
                .getMessage());
        assertTrue(said.contains(words), said);
        Throwable failure = assertThrows(
                        ExecutionException.class,
                        () -> chosen.sendAsync(lab.message("hello"), BodyHandlers.discarding())
                                .get(20, TimeUnit.SECONDS))
                .getCause();
        assertTrue(String.valueOf(failure.getMessage()).contains(words), failure::toString);
    }

    private static void refused(String words, Executable use) {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, use).getMessage());
        assertTrue(message.contains(words), message);
    }
}
