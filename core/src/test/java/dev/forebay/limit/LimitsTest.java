package dev.forebay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.signal.Dimension;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * Reads limits as a person writes them, and says what is wrong with them.
 *
 * <p>Planted faults that it catches: {@code burst} applied to a day's quota; a number cast to {@code int} without a check;
 * a message without the range.
 */
class LimitsTest {

    @Test
    void readsAllNames() {
        Limits limits = Limits.parse("rpm=1200, itpm=600k,otpm=120K ,tpm=2M,rpd=10000,tpd=5m,concurrency=12,burst=10s");
        Duration burst = Duration.ofSeconds(10);
        assertEquals(
                List.of(
                        Quota.perMinute(Dimension.REQUESTS, 1_200).withBurst(burst),
                        Quota.perMinute(Dimension.INPUT_TOKENS, 600_000).withBurst(burst),
                        Quota.perMinute(Dimension.OUTPUT_TOKENS, 120_000).withBurst(burst),
                        Quota.perMinute(Dimension.TOTAL_TOKENS, 2_000_000).withBurst(burst),
                        Quota.perDay(Dimension.REQUESTS, 10_000),
                        Quota.perDay(Dimension.TOTAL_TOKENS, 5_000_000)),
                limits.quotas());
        assertEquals(OptionalInt.of(12), limits.concurrency());
    }

    @Test
    void oneOfManyProcessesHasItsPart() {
        Limits limits = Limits.parse("rpm=1200,concurrency=10,burst=10s,share=1/4");
        assertEquals(4, limits.parts());
        assertEquals(OptionalInt.of(10), limits.concurrency());
        assertEquals(
                List.of(Quota.perMinute(Dimension.REQUESTS, 300).withBurst(Duration.ofSeconds(10))),
                limits.ownPart().quotas());
        assertEquals(OptionalInt.of(2), limits.ownPart().concurrency());
        assertEquals(3, Limits.parse("share=1/3").parts());
        assertEquals(1, Limits.unknown().parts());
        assertEquals(
                1, Limits.parse("rpm=3,share=1/1000").ownPart().quotas().get(0).amount());
        assertThrows(IllegalArgumentException.class, () -> Limits.unknown().sharedBy(0));
        assertThrows(IllegalArgumentException.class, () -> Limits.unknown().sharedBy(1_001));
    }

    @Test
    void leavesOutWhatIsNotSaid() {
        Limits limits = Limits.parse("RPM=60");
        assertEquals(List.of(Quota.perMinute(Dimension.REQUESTS, 60)), limits.quotas());
        assertEquals(Optional.empty(), limits.quotas().get(0).burst());
        assertEquals(OptionalInt.empty(), limits.concurrency());
        assertEquals(List.of(), Limits.unknown().quotas());
    }

    @Test
    void aBurstMayBeAPartOfASecond() {
        assertEquals(
                Optional.of(Duration.ofMillis(1_500)),
                Limits.parse("rpm=60,burst=1.5").quotas().get(0).burst());
    }

    @Test
    void saysWhatIsWrongAndWhatIsAllowed() {
        assertSays("rpm", "limits: 'rpm' is not one of rpm=, rpd=");
        assertSays("", "limits: '' is not one of rpm=");
        assertSays("rpm=60,", "limits: '' is not one of rpm=");
        assertSays("rpm=5,day-zone=UTC", "no limit is by the day; give rpd= or tpd=");
        assertSays("rpd=5,day-zone=Moon", "limits: day-zone=Moon is no zone; example: day-zone=America/Los_Angeles");
        assertSays("share=4", "limits: share=4 is out of range; allowed: 1/1 to 1/1000");
        assertSays("share=1/0", "share=1/0 is out of range");
        assertSays("rps=60", "'rps=60' is not one of rpm=");
        assertSays("rpm=60,rpm=70", "rpm stands twice");
        assertSays("rpm=0", "rpm=0 is out of range; allowed: whole numbers from 1 to 10000000000");
        assertSays("rpm=-1", "rpm=-1 is out of range");
        assertSays("rpm=1.5k", "rpm=1.5k is out of range");
        assertSays("rpm=k", "rpm=k is out of range");
        assertSays("rpm=", "rpm= is out of range");
        assertSays("tpm=9999999999999M", "tpm=9999999999999M is out of range");
        assertSays(
                "concurrency=2147483648",
                "concurrency=2147483648 is out of range; allowed: whole numbers from 1 to " + Integer.MAX_VALUE);
        assertSays("rpm=60,burst=61", "burst=61 is out of range; allowed: more than 0 s, at most 60 s");
        assertSays("rpm=60,burst=0", "burst=0 is out of range");
        assertSays("rpm=60,burst=NaN", "burst=NaN is out of range");
        assertSays("rpm=60,burst=1e-12", "burst=1e-12 is out of range");
        assertSays("rpm=60,burst=s", "burst=s is out of range");
        assertSays("rpm=60,burst=2d", "burst=2d is out of range");
        assertSays("rpm=60,burst=99999999999", "burst=99999999999 is out of range");
    }

    /** Limits that were read from somewhere, and what a person writes beside them. */
    @Test
    void whatIsWrittenBesideLimitsCountsWhereItIsSmaller() {
        Limits read = Limits.of(Quota.perMinute(Dimension.REQUESTS, 60), Quota.perDay(Dimension.REQUESTS, 900));
        Limits both = read.with("rpm=50,rpd=1000,itpm=7,burst=10s,share=1/4,concurrency=3");
        Optional<Duration> burst = Optional.of(Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        new Quota(Dimension.REQUESTS, 50, Duration.ofMinutes(1), burst),
                        Quota.perDay(Dimension.REQUESTS, 900),
                        new Quota(Dimension.INPUT_TOKENS, 7, Duration.ofMinutes(1), burst)),
                both.quotas());
        assertEquals(4, both.parts());
        assertEquals(OptionalInt.of(3), both.concurrency());
        assertEquals(OptionalInt.of(3), both.with("concurrency=5").concurrency());
        assertEquals(4, both.with("rpm=70").parts());
        assertEquals(50, both.with("rpm=70").quotas().get(0).amount());
        assertEquals(OptionalInt.empty(), read.with("rpm=70").concurrency());
    }

    @Test
    void aSmallerNumberKeepsTheZoneAndTheBurst() {
        Quota minute = Quota.perMinute(Dimension.REQUESTS, 60).withBurst(Duration.ofSeconds(5));
        Quota day = Quota.perCalendarDay(Dimension.REQUESTS, 900, ZoneId.of("UTC"));
        assertEquals(
                List.of(
                        Quota.perMinute(Dimension.REQUESTS, 50).withBurst(Duration.ofSeconds(5)),
                        Quota.perCalendarDay(Dimension.REQUESTS, 800, ZoneId.of("UTC"))),
                Limits.of(minute, day).with("rpm=50,rpd=800,burst=9s").quotas());
    }

    @Test
    void oneQuotaForEachDimensionAndPeriod() {
        Quota minute = Quota.perMinute(Dimension.REQUESTS, 60);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Limits.of(minute, minute.withBurst(Duration.ofSeconds(3))));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("two quotas for requests per PT1M"),
                refused.getMessage());
        assertEquals(
                2,
                Limits.of(minute, Quota.perDay(Dimension.REQUESTS, 60)).quotas().size());
    }

    @Test
    void concurrencyHasARange() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Limits.unknown().withConcurrency(0));
        assertEquals("concurrency is 0; allowed: 1 or more", refused.getMessage());
    }

    @Test
    void aQuotaHasRanges() {
        assertQuotaSays(0, Duration.ofMinutes(1), null, "requests quota is 0; allowed: 1 to 10000000000");
        assertQuotaSays(10_000_000_001L, Duration.ofMinutes(1), null, "allowed: 1 to 10000000000");
        assertQuotaSays(1, Duration.ofMillis(999), null, "period is PT0.999S; allowed: 1 second to 31 days");
        assertQuotaSays(1, Duration.ofDays(32), null, "allowed: 1 second to 31 days");
        assertQuotaSays(1, Duration.ofMinutes(1), Duration.ZERO, "burst is PT0S; allowed: more than zero");
        assertQuotaSays(1, Duration.ofMinutes(1), Duration.ofSeconds(61), "at most the period of PT1M");
    }

    private static void assertQuotaSays(
            long amount, Duration period, @org.jspecify.annotations.Nullable Duration burst, String message) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Quota(Dimension.REQUESTS, amount, period, Optional.ofNullable(burst)));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    private static void assertSays(String text, String message) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Limits.parse(text), text);
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }
}
