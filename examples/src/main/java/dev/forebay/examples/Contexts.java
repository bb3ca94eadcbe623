package dev.forebay.examples;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a caller has on its thread, here the number of a request as it would stand in a log, is there when its call is made on
 * another one.
 */
public final class Contexts {

    private static final ThreadLocal<Optional<String>> REQUEST = ThreadLocal.withInitial(Optional::empty);

    private Contexts() {}

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) {
        System.out.println(run("request 17"));
    }

    static String run(String request) {
        // region context
        Forebay forebay = Forebay.builder()
                .context(task -> carried(task)) // OpenTelemetry: task -> Context.current().wrap(task)
                .build();
        // endregion
        Pool pool = forebay.pool("claude-haiku");
        REQUEST.set(Optional.of(request));
        try {
            CompletableFuture<String> seen = pool.callAsync(
                    Cost.of("hello"),
                    attempt -> CompletableFuture.completedFuture(REQUEST.get().orElse("nothing")));
            return "the attempt sees " + seen.join();
        } finally {
            REQUEST.remove();
        }
    }

    // region carried
    static Runnable carried(Runnable task) {
        Optional<String> caller = REQUEST.get();
        return () -> {
            Optional<String> before = REQUEST.get();
            REQUEST.set(caller);
            try {
                task.run();
            } finally {
                REQUEST.set(before);
            }
        };
    }
    // endregion
}
