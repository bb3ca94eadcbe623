package dev.forebay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares the integer arithmetic of {@link Rate} with the same fractions in {@link BigInteger}, which cannot overflow.
 *
 * <p>Planted faults that it catches: the carry left out of a refill; a floor where {@code nanosFor} needs a ceiling; a plain
 * {@code long} product of remainder and numerator, which overflows for ten billion permits in 31 days.
 */
class RateTest {

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void refillIsTheExactFraction() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            Rate rate = rate(random);
            long nanos = magnitude(random, Long.MAX_VALUE);
            long carry = magnitude(random, rate.denominator() - 1);
            Rate.Refill refill = rate.in(nanos, carry);
            BigInteger due = big(nanos).multiply(big(rate.numerator())).add(big(carry));
            BigInteger[] exact = due.divideAndRemainder(big(rate.denominator()));
            assertEquals(exact[0].min(LONG_MAX).longValue(), refill.micros(), rate + " in " + nanos);
            assertEquals(exact[1].longValue(), refill.carry(), rate + " in " + nanos);
        }
    }

    @Test
    void nanosForIsTheFirstNanosecondThatSuffices() {
        Random random = new Random(12);
        for (int round = 0; round < 20_000; round++) {
            Rate rate = rate(random);
            long micros = 1 + magnitude(random, Long.MAX_VALUE - 1);
            long carry = magnitude(random, rate.denominator() - 1);
            BigInteger missing = big(micros).multiply(big(rate.denominator())).subtract(big(carry));
            BigInteger exact =
                    missing.add(big(rate.numerator())).subtract(BigInteger.ONE).divide(big(rate.numerator()));
            long nanos = rate.nanosFor(micros, carry);
            assertEquals(exact.min(LONG_MAX).longValue(), nanos, rate + " for " + micros);
            if (nanos < Long.MAX_VALUE) {
                assertTrue(rate.in(nanos, carry).micros() >= micros);
                assertTrue(rate.in(nanos - 1, carry).micros() < micros);
            }
        }
    }

    @Test
    void anyNumberOfStepsGivesWhatOneStepGives() {
        Random random = new Random(13);
        for (int round = 0; round < 500; round++) {
            Rate rate = rate(random);
            long total = magnitude(random, Duration.ofDays(40).toNanos());
            if (rate.microsIn(total) == Long.MAX_VALUE) {
                continue;
            }
            long micros = 0;
            long carry = 0;
            long left = total;
            for (int step = 0; step < 200 && left > 0; step++) {
                long nanos = step == 199 ? left : Math.min(left, magnitude(random, left));
                Rate.Refill refill = rate.in(nanos, carry);
                micros += refill.micros();
                carry = refill.carry();
                left -= nanos;
            }
            Rate.Refill once = rate.in(total - left, 0);
            assertEquals(once, new Rate.Refill(micros, carry), rate + " in " + total);
        }
    }

    @Test
    void nothingIsDueForNothing() {
        Rate rate = Rate.of(60, Duration.ofMinutes(1));
        assertEquals(0, rate.microsIn(0));
        assertEquals(0, rate.microsIn(-5));
        assertEquals(0, rate.nanosFor(0));
        assertEquals(0, rate.nanosFor(-1));
        assertEquals(1_000_000, rate.microsIn(1_000_000_000));
        assertEquals(1_000_000_000, rate.nanosFor(1_000_000));
    }

    @Test
    void isKeptInLowestTerms() {
        assertEquals(new Rate(1, 1_000), Rate.of(60, Duration.ofMinutes(1)));
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, 0));
        assertThrows(ArithmeticException.class, () -> Rate.of(Long.MAX_VALUE, Duration.ofMinutes(1)));
    }

    /** From one permit a month to ten billion a second, and periods that are no whole seconds. */
    private static Rate rate(Random random) {
        long permits = 1 + magnitude(random, Quota.AMOUNT_MAX - 1);
        long period = Duration.ofSeconds(1).toNanos()
                + magnitude(random, Duration.ofDays(31).minusSeconds(1).toNanos());
        return Rate.of(
                permits, Duration.ofNanos(random.nextBoolean() ? period : period / 1_000_000_000 * 1_000_000_000));
    }

    /** A number from 0 to {@code max} whose size in bits is uniform, so that the extremes come up often. */
    private static long magnitude(Random random, long max) {
        long value = random.nextLong() >>> (1 + random.nextInt(63));
        return random.nextInt(50) == 0 ? max : Math.min(max, value);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
