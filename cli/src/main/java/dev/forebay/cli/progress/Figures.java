package dev.forebay.cli.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run has come, at one moment. Immutable.
 *
 * @param jobs what the store holds
 * @param calls what this process has sent and got
 * @param elapsed since the first call was asked for
 * @param remaining how long it will still take at this rate; empty as long as nobody can tell
 * @param limitUse the limit that is used most, as "1,180 of 1,200 requests/min"; empty if none is known
 * @param binding what the next call waits for; empty if for nothing, {@link #PAUSED} if for a person
 */
public record Figures(
        Jobs jobs, Calls calls, Duration elapsed, Optional<Duration> remaining, String limitUse, String binding) {

    /** What binds a run that somebody has paused. */
    public static final String PAUSED = "paused";

    /**
     * Jobs by what became of them. Immutable.
     *
     * @param total all of them
     * @param done with a result
     * @param dead given up
     * @param held waiting for somebody to mend something
     */
    public record Jobs(long total, long done, long dead, long held) {

        /** Those that still have to be worked on. */
        public long left() {
            return total - done - dead - held;
        }
    }

    /**
     * Calls and what they used. Immutable.
     *
     * @param succeeded answered as asked
     * @param marked answers that are not whole
     * @param throttled turned away for now
     * @param inFlight not ended yet
     * @param inputTokens of prompts
     * @param outputTokens of answers
     * @param costMicros in millionths of a dollar; empty if the price is not known
     */
    public record Calls(
            long succeeded,
            Marked marked,
            long throttled,
            int inFlight,
            long inputTokens,
            long outputTokens,
            OptionalLong costMicros) {}

    /**
     * Answers that are not whole, or none. Immutable.
     *
     * @param truncated cut off where the model had no room left
     * @param refused declined by the model or by a filter
     */
    public record Marked(long truncated, long refused) {}
}
