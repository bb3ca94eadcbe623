package dev.forebay.examples.dropin;

import java.util.concurrent.CompletableFuture;

/** A way of asking. */
enum Way {
    /** Each thread waits for its answer. */
    BLOCKING {
        @Override
        CompletableFuture<String> ask(Program program, String prompt) throws Exception {
            return CompletableFuture.completedFuture(program.ask(prompt));
        }
    },

    /** Nobody waits: all calls are under way at once. */
    ASYNC {
        @Override
        CompletableFuture<String> ask(Program program, String prompt) {
            return program.askAsync(prompt);
        }
    },

    /** Each thread reads a stream to its end. */
    STREAMS {
        @Override
        CompletableFuture<String> ask(Program program, String prompt) throws Exception {
            return CompletableFuture.completedFuture(program.stream(prompt));
        }
    };

    /** Asks once, on this thread; completed if the way is to wait for it. */
    abstract CompletableFuture<String> ask(Program program, String prompt) throws Exception;
}
