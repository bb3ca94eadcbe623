package dev.forebay.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RequestSizeTest {

    @Test
    void modelAndBoundAreReadInEveryForm() {
        for (String field : new String[] {"max_tokens", "max_completion_tokens", "max_output_tokens"}) {
            String json = "{\"messages\":[{\"max_tokens\":1}],\"" + field + "\":70,\"model\":\"m\"}";
            RequestSize size = of(json);
            assertEquals(Optional.of("m"), size.model());
            assertEquals(OptionalLong.of(70), size.maxOutputTokens());
            assertEquals(json.length(), size.textBytes());
        }
    }

    @Test
    void aPictureWeighsAsAPictureAndALongTextAsText() {
        String picture = "{\"content\":[{\"source\":{\"data\":\"" + "iVBORw0K".repeat(100_000) + "\"}}]}";
        assertTrue(of(picture).textBytes() < 5_000, () -> of(picture).toString());
        String address = "{\"content\":[{\"url\":\"data:image/png;base64," + "iVBORw0K".repeat(100_000) + "\"}]}";
        assertTrue(of(address).textBytes() < 5_000, () -> of(address).toString());
        String prose = "{\"content\":\"" + "one word ".repeat(1_000) + "\"}";
        assertEquals(prose.length(), of(prose).textBytes());
    }

    @Test
    void severalAnswersAreBoundedTogether() {
        assertEquals(OptionalLong.of(560), of("{\"n\":8,\"max_tokens\":70}").maxOutputTokens());
        assertEquals(
                OptionalLong.of(210),
                of("{\"max_tokens\":70,\"n\":2,\"best_of\":3}").maxOutputTokens());
        assertEquals(OptionalLong.of(70), of("{\"n\":null,\"max_tokens\":70}").maxOutputTokens());
        assertEquals(
                OptionalLong.of(0),
                of("{\"n\":9223372036854775807,\"max_tokens\":0}").maxOutputTokens());
        assertEquals(
                OptionalLong.of(1_000_000_000),
                of("{\"n\":4000000000,\"max_tokens\":70}").maxOutputTokens());
    }

    @Test
    void aFractionOrANullIsNoBound() {
        assertEquals(OptionalLong.empty(), of("{\"max_tokens\":null}").maxOutputTokens());
        assertEquals(OptionalLong.empty(), of("{\"max_tokens\":\"70\"}").maxOutputTokens());
    }

    @Property(seed = "20261128", tries = 500)
    void anyBytesGiveASize(@ForAll byte[] bytes) {
        assertEquals(bytes.length, RequestSize.of(bytes).textBytes());
    }

    private static RequestSize of(String json) {
        return RequestSize.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
