package dev.forebay.cli.signals;

/** The terminal has another size (SIGWINCH). Stateless. */
public final class Resizes {

    private Resizes() {}

    /**
     * Tells of each further change of size.
     *
     * @param listener called on a thread of its own each time; must not throw
     */
    public static void onResize(Runnable listener) {
        SystemSignal.take("WINCH", number -> listener.run());
    }
}
