package dev.forebay.pool;

import dev.forebay.time.Clock;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A manual clock whose wall time is read up to so much off, and goes wrong by so many millionths; it counts its alarms. */
final class ShakyClock implements Clock {

    final ManualClock manual = new ManualClock();
    private final Random random = new Random(3);
    long shakesNanos;
    double slew;
    int alarms;

    @Override
    public long nanoTime() {
        return manual.nanoTime();
    }

    @Override
    public Instant instant() {
        long shaken = shakesNanos == 0 ? 0 : random.nextLong() % shakesNanos;
        return manual.instant()
                .plusNanos(shaken + (long) (slew * manual.elapsed().toNanos()));
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        alarms++;
        return manual.schedule(delay, task);
    }
}
