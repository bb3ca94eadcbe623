package dev.forebay.cli.signals;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Ctrl-C (SIGINT) and the polite kill (SIGTERM), taken over from the virtual machine. Thread-safe. */
public final class Interrupts {

    /*
     * sun.misc.Signal is the only door: a shutdown hook sees one signal, not a second, and cannot stay. It is exported for
     * good by jdk.unsupported, but its compiler warning can be suppressed by nothing, and warnings are errors here: hence
     * reflection. Where the door is shut, the virtual machine ends the process as it always did, and the store resumes.
     */

    /** What to do. Called on a thread of its own each time; must not throw. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A signal has arrived.
         *
         * @param signal its number: 2 or 15
         * @param count how many have arrived, this one included
         */
        void interrupted(int signal, int count);
    }

    private static final System.Logger LOG = System.getLogger(Interrupts.class.getName());
    private static final String[] NAMES = {"INT", "TERM"};

    private Interrupts() {}

    /** Hands all further signals to this listener. */
    public static void onSignal(Listener listener) {
        AtomicInteger count = new AtomicInteger();
        for (String name : NAMES) {
            try {
                handle(name, listener, count);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "SIG" + name + " is left to the virtual machine", e);
            }
        }
    }

    private static void handle(String name, Listener listener, AtomicInteger count)
            throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        int number = (Integer) signalType.getMethod("getNumber").invoke(signal);
        Object handler = Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        listener.interrupted(number, count.incrementAndGet());
                        return null;
                    }
                    return method.getName().equals("toString") ? "Interrupts of SIG" + name : null;
                });
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }
}
