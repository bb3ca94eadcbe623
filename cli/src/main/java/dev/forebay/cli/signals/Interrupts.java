package dev.forebay.cli.signals;

import dev.forebay.time.Clock;
import java.util.List;

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

    /** Hands all further signals to this listener; those that arrive together are one. */
    public static void onSignal(Clock clock, Listener listener) {
        SignalCounter counter = new SignalCounter(clock);
        for (String name : NAMES) {
            SystemSignal.take(
                    name, number -> counter.arrived().ifPresent(count -> listener.interrupted(number, count)));
        }
    }
}
