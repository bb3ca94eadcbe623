package dev.forebay.limit;

import java.time.Duration;

/**
 * Micro-permits per nanosecond as an exact fraction in lowest terms. Immutable.
 *
 * <p>All results are exact: what does not divide is carried by the caller, so that any number of small steps gives what one
 * large step gives. No intermediate product overflows for amounts up to {@link Quota#AMOUNT_MAX} and periods up to 31 days,
 * because each is split into whole periods and a remainder before it is multiplied.
 *
 * @param numerator micro-permits, 1 or more
 * @param denominator nanoseconds, 1 or more
 */
public record Rate(long numerator, long denominator) {

    /** Permits are counted in millionths, so that a share of a permit is an integer too. */
    public static final long MICROS_PER_PERMIT = 1_000_000L;

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
        long whole = nanos / denominator;
        long rest = nanos % denominator;
        // rest < denominator, so rest * numerator stays far below the overflow for every allowed quota.
        long partial = rest * numerator + carry;
        long micros = saturatedAdd(saturatedMultiply(whole, numerator), partial / denominator);
        return new Refill(micros, partial % denominator);
    }

    /** The shortest time, rounded up to a nanosecond, in which {@code micros} fall due. */
    long nanosFor(long micros, long carry) {
        if (micros <= 0) {
            return 0;
        }
        long whole = micros / numerator;
        long rest = micros % numerator;
        long missing = rest * denominator - carry;
        // A ceiling that is right for negative values too.
        long partial = -Math.floorDiv(-missing, numerator);
        return saturatedAdd(saturatedMultiply(whole, denominator), partial);
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

    private static long saturatedMultiply(long left, long right) {
        return left != 0 && right > Long.MAX_VALUE / left ? Long.MAX_VALUE : left * right;
    }

    private static long greatestCommonDivisor(long left, long right) {
        return right == 0 ? left : greatestCommonDivisor(right, left % right);
    }
}
