package dev.forebay.queue;

/**
 * The four counters of a job, each with a budget of its own, so that being throttled never costs an attempt. Immutable.
 *
 * @param deliveries how often it was claimed
 * @param attempts tries that got an answer or an error of their own, the successful one included
 * @param throttles how often the provider said wait
 * @param crashes leases that ran out, or whose worker died
 */
public record Counters(int deliveries, int attempts, int throttles, int crashes) {

    /** A job that was never claimed. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0);

    /** The same with another number of attempts. */
    Counters withAttempts(int number) {
        return new Counters(deliveries, number, throttles, crashes);
    }
}
