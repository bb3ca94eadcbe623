package dev.forebay.limit;

import java.math.BigInteger;
import java.time.Duration;

/**
 * Micro-permits per nanosecond as an exact fraction in lowest terms. Immutable.
 *
 * <p>All results are exact: what does not divide is carried by the caller, so that any number of small steps gives what one
 * large step gives. Each product is split into whole periods and a remainder first, so that it fits a {@code long} for all
 * quotas that occur; where it does not, {@link BigInteger} takes over. Results beyond {@link Long#MAX_VALUE} stay there.
 *
 * @param numerator micro-permits, 1 or more
 * @param denominator nanoseconds, 1 or more
 */
public record Rate(long numerator, long denominator) {

    /** Permits are counted in millionths, so that a share of a permit is an integer too. */
    public static final long MICROS_PER_PERMIT = 1_000_000L;

    /** About a second; the product of the two fits a {@code long}, and a carry as well. */
    private static final long SHORT_NANOS = 1L << 30;

    private static final long SHORT_NUMERATOR = 1L << 31;
    private static final long SHORT_CARRY = 1L << 61;

    /** Reduces to lowest terms. */
    public Rate {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("rate is " + numerator + "/" + denominator + "; allowed: both >= 1");
        }
        long divisor = greatestCommonDivisor(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
    }

    /** So many permits in each period. */
    public static Rate of(long permits, Duration period) {
        return new Rate(Math.multiplyExact(permits, MICROS_PER_PERMIT), period.toNanos());
    }

    /**
     * The micro-permits that fall due in a time.
     *
     * @param nanos zero or more
     * @param carry the remainder of the step before, below the denominator
     */
    Refill in(long nanos, long carry) {
        if (nanos <= SHORT_NANOS && numerator <= SHORT_NUMERATOR && carry <= SHORT_CARRY) {
            // As between most calls: the product fits, and one division does.
            long due = nanos * numerator + carry;
            long micros = due / denominator;
            return new Refill(micros, due - micros * denominator);
        }
        long whole = nanos / denominator;
        long rest = nanos % denominator;
        long product = rest * numerator;
        if (overflows(whole, numerator) || overflows(rest, numerator) || product + carry < 0) {
            return wideIn(nanos, carry);
        }
        long partial = product + carry;
        return new Refill(saturatedAdd(whole * numerator, partial / denominator), partial % denominator);
    }

    private Refill wideIn(long nanos, long carry) {
        BigInteger[] due = big(nanos).multiply(big(numerator)).add(big(carry)).divideAndRemainder(big(denominator));
        return new Refill(saturated(due[0]), due[1].longValue());
    }

    /** The shortest time, rounded up to a nanosecond, in which {@code micros} fall due. */
    long nanosFor(long micros, long carry) {
        if (micros <= 0) {
            return 0;
        }
        long whole = micros / numerator;
        long rest = micros % numerator;
        if (overflows(whole, denominator) || overflows(rest, denominator)) {
            return wideNanosFor(micros, carry);
        }
        // The minus signs around a floor make a ceiling that is right for negative values too.
        long partial = -Math.floorDiv(carry - rest * denominator, numerator);
        return saturatedAdd(whole * denominator, partial);
    }

    private long wideNanosFor(long micros, long carry) {
        BigInteger missing = big(micros).multiply(big(denominator)).subtract(big(carry));
        return saturated(missing.add(big(numerator - 1)).divide(big(numerator)));
    }

    /** The micro-permits that fall due in a time, rounded down. */
    public long microsIn(long nanos) {
        return in(Math.max(0, nanos), 0).micros();
    }

    /** The nanoseconds in which so many micro-permits fall due, rounded up. */
    public long nanosFor(long micros) {
        return nanosFor(micros, 0);
    }

    record Refill(long micros, long carry) {}

    private static long saturatedAdd(long left, long right) {
        long sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    private static long saturated(BigInteger value) {
        return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
    }

    /** Whether the product of two factors, both zero or more, is above {@link Long#MAX_VALUE}. */
    private static boolean overflows(long left, long right) {
        return Math.multiplyHigh(left, right) != 0 || left * right < 0;
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long greatestCommonDivisor(long left, long right) {
        return right == 0 ? left : greatestCommonDivisor(right, left % right);
    }
}
