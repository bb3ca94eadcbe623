package dev.forebay.cli.signals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C (SIGINT), the polite kill (SIGTERM) and the terminal that was closed (SIGHUP), taken over from the virtual machine.
 * Thread-safe.
 */
public final class Interrupts {

    /** The number of SIGHUP, the same on every system. */
    public static final int HANGUP = 1;

    /** What to do. Called on a thread of its own each time; must not throw. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A signal has arrived.
         *
         * @param signal its number: 1, 2 or 15
         * @param count how many have arrived, this one included
         */
        void interrupted(int signal, int count);
    }

    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    private Interrupts() {}

    /** Hands all further signals to this listener. */
    public static void onSignal(Listener listener) {
        AtomicInteger count = new AtomicInteger();
        for (String name : NAMES) {
            SystemSignal.take(name, number -> listener.interrupted(number, count.incrementAndGet()));
        }
    }
}
