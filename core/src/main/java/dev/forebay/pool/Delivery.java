package dev.forebay.pool;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what was decided under a pool's lock, without it. Thread-safe.
 *
 * <p>An action may lead to another one; that is appended to the list of the thread that is already delivering, since nesting
 * would grow the stack by a frame for each call.
 */
final class Delivery {

    private static final ThreadLocal<@Nullable Queue<Runnable>> DELIVERING = new ThreadLocal<>();

    private Delivery() {}

    static void deliver(Queue<Runnable> actions) {
        if (actions.isEmpty()) {
            return;
        }
        Queue<Runnable> outer = DELIVERING.get();
        if (outer != null) {
            outer.addAll(actions);
            return;
        }
        DELIVERING.set(actions);
        try {
            deliverAll(actions);
        } finally {
            DELIVERING.remove();
        }
    }

    /** Delivers what this thread decided and has not delivered yet; whoever is about to block may be waiting for it. */
    static void deliverOwed() {
        Queue<Runnable> owed = DELIVERING.get();
        if (owed != null) {
            deliverAll(owed);
        }
    }

    /** Runs all actions even if one throws: a grant that is not delivered would hold its permits until it expires. */
    private static void deliverAll(Queue<Runnable> queue) {
        Runnable next = queue.poll();
        try {
            while (next != null) {
                next.run();
                next = queue.poll();
            }
        } finally {
            if (!queue.isEmpty()) {
                deliverAll(queue);
            }
        }
    }
}
