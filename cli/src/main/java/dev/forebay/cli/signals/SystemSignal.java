package dev.forebay.cli.signals;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** One signal of the operating system, by its name. Stateless. */
final class SystemSignal {

    /*
     * sun.misc.Signal is the only door: a shutdown hook sees one signal, not a second, and cannot stay. It is exported for
     * good by jdk.unsupported, but its compiler warning can be suppressed by nothing, and warnings are errors here: hence
     * reflection. Where the door is shut, the virtual machine does with the signal what it always did.
     *
     * A HUP, INT or TERM that was ignored when the process started stays ignored: the virtual machine sees to that, and so
     * nohup and the background jobs of a shell work as everybody expects.
     */

    private static final System.Logger LOG = System.getLogger(SystemSignal.class.getName());

    private SystemSignal() {}

    /**
     * Hands a signal over from now on.
     *
     * @param name without the SIG
     * @param receiver gets its number, on a thread of its own each time; must not throw
     */
    static void take(String name, IntConsumer receiver) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (Integer) signalType.getMethod("getNumber").invoke(signal);
            Object handler = Proxy.newProxyInstance(
                    SystemSignal.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            receiver.accept(number);
                            return null;
                        }
                        return method.getName().equals("toString") ? "receiver of SIG" + name : null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "SIG" + name + " is left to the virtual machine", e);
        }
    }
}
