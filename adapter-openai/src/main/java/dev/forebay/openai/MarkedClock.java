package dev.forebay.openai;

import com.openai.core.ClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The user's own clock, and the mark by which a client is known that goes through a pool: of all that the options of the SDK
 * show, the clock alone is shown as it was given. Thread-safe as the clock is.
 */
final class MarkedClock extends Clock {

    private final Clock given;

    MarkedClock(Clock given) {
        this.given = given;
    }

    static boolean isIn(ClientOptions options) {
        return options.clock() instanceof MarkedClock;
    }

    @Override
    public ZoneId getZone() {
        return given.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return given.withZone(zone);
    }

    @Override
    public Instant instant() {
        return given.instant();
    }

    @Override
    public long millis() {
        return given.millis();
    }
}
