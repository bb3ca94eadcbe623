package dev.forebay.cli.progress;

import dev.forebay.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Lets a few lines through in each second and counts the others. Thread-safe. */
final class RetryLines {

    private final Clock clock;
    private final Consumer<String> out;
    private final ReentrantLock lock = new ReentrantLock();
    private long secondBegan;
    private int saidInSecond;
    private long leftOut;

    RetryLines(Clock clock, Consumer<String> out) {
        this.clock = clock;
        this.out = out;
        this.secondBegan = clock.nanoTime();
    }

    void say(String line) {
        flush();
        if (admit()) {
            out.accept(line);
        }
    }

    /** Tells how many lines were left out, once their second is over. */
    void flush() {
        long told = takeLeftOut();
        if (told > 0) {
            out.accept("and " + told + " more retries in that second");
        }
    }

    private boolean admit() {
        lock.lock();
        try {
            if (saidInSecond < Reporter.RETRIES_A_SECOND_MAX) {
                saidInSecond++;
                return true;
            }
            leftOut++;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long takeLeftOut() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (now - secondBegan < TimeUnit.SECONDS.toNanos(1)) {
                return 0;
            }
            secondBegan = now;
            saidInSecond = 0;
            long told = leftOut;
            leftOut = 0;
            return told;
        } finally {
            lock.unlock();
        }
    }
}
