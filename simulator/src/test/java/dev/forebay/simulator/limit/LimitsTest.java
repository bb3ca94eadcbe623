package dev.forebay.simulator.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @Test
    void readsAList() {
        Limits limits = Limits.parse("rpm=50, itpm=30_000,otpm=8000,rpd=1000,concurrency=12,burst=10s");
        assertEquals(OptionalLong.of(50), limits.amount(Dimension.REQUESTS));
        assertEquals(OptionalLong.of(30_000), limits.amount(Dimension.INPUT_TOKENS));
        assertEquals(OptionalLong.of(8000), limits.amount(Dimension.OUTPUT_TOKENS));
        assertEquals(OptionalLong.of(1000), limits.amount(Dimension.REQUESTS_PER_DAY));
        assertEquals(OptionalLong.empty(), limits.amount(Dimension.TOKENS));
        assertEquals(OptionalInt.of(12), limits.concurrency());
        assertEquals(Duration.ofSeconds(10), limits.burst());
        assertEquals(limits.toString(), Limits.parse(limits.toString()).toString());
    }

    @Test
    void aBareBurstIsSeconds() {
        assertEquals(Duration.ofMillis(2500), Limits.parse("burst=2.5").burst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rpm=0; rpm is 0; allowed is 1 to 100,000,000",
                "itpm=100000001; itpm is 100000001; allowed is 1 to 100,000,000",
                "rpm=many; rpm is 'many'; write a whole number",
                "rpm; limit 'rpm' has no '='; write rpm=50",
                "qps=3; limit 'qps' is unknown; known are rpm, itpm, otpm, tpm, rpd, tpd, concurrency, burst, counting and day-zone",
                "burst=61s; burst is 61000 ms; allowed is 1 ms to 1 min (60s, the default)",
                "burst=0; burst is 0 ms; allowed is 1 ms to 1 min (60s, the default)",
                "concurrency=0; concurrency is 0; allowed is 1 to 1,000,000"
            })
    void saysWhatIsWrong(String text, String first, String second) {
        String message = assertThrows(IllegalArgumentException.class, () -> Limits.parse(text))
                .getMessage();
        assertEquals(first + "; " + second, message);
    }
}
