package dev.forebay.cli.run;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.signals.Interrupts;
import dev.forebay.queue.Work;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What signals and the deadline do to a run: the first signal lets the calls in flight end, and so does the deadline; a second
 * Ctrl-C or kill ends the process at once, which the store survives as it survives a kill. Thread-safe; nothing blocks.
 */
final class StopSwitch {

    private final ReentrantLock lock = new ReentrantLock();
    private final Consumer<String> say;
    private @Nullable Work work;
    private int signal;
    private boolean stopped;
    private volatile boolean late;

    /** A switch that tells a person what it does. */
    StopSwitch(Consumer<String> say) {
        this.say = say;
    }

    /** A signal has arrived; it is the {@code count}-th. */
    void interrupted(int number, int count) {
        // A terminal that is closed says so more than once: the system to all of its processes, and the shell to its
        // jobs.
        if (count > 1 && number != Interrupts.HANGUP) {
            Runtime.getRuntime().halt(ExitStatus.SIGNALLED + number);
        }
        boolean first = signal().isEmpty();
        Optional<Work> work = signalled(number);
        if (first && work.isEmpty()) {
            say.accept("stopping when the input is in the store; press Ctrl-C again to stop at once");
        } else if (first) {
            work.ifPresent(running -> say.accept("stopping: " + Words.count(running.inFlight())
                    + " calls in flight may end; press Ctrl-C again to stop at once"));
        }
        work.ifPresent(Work::drain);
    }

    /** The time that the user gave is over: no more calls are started. */
    void deadlineReached() {
        signalled(0).ifPresent(running -> {
            late = true;
            say.accept("the deadline has passed: " + Words.count(running.inFlight()) + " calls in flight may end");
            running.drain();
        });
    }

    /** Whether the deadline has ended the work. */
    boolean isLate() {
        return late;
    }

    /** The results can no longer be written: no more calls are started. */
    void diskFailed() {
        signalled(0).ifPresent(Work::drain);
    }

    /** From now on this is what is stopped; stops it at once if a signal came before. */
    void watch(Work running) {
        if (watched(running)) {
            running.drain();
        }
    }

    /** The signal that has arrived, if any. */
    OptionalInt signal() {
        lock.lock();
        try {
            return signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Work> signalled(int number) {
        lock.lock();
        try {
            signal = signal == 0 ? number : signal;
            stopped = true;
            return Optional.ofNullable(work);
        } finally {
            lock.unlock();
        }
    }

    private boolean watched(Work running) {
        lock.lock();
        try {
            work = running;
            return stopped;
        } finally {
            lock.unlock();
        }
    }
}
