package dev.forebay.cli.store;

import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.JobReader;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the dead letters of a store, a page at a time. Stateless; blocks. */
public final class DeadLetters {

    private static final int LETTERS_AT_ONCE = 500;

    private DeadLetters() {}

    /** All of them, in the order of input. */
    public static void each(JobReader reader, Consumer<DeadLetter> action) {
        long after = 0;
        List<DeadLetter> letters = Stores.await(reader.deadLetters(after, LETTERS_AT_ONCE));
        while (!letters.isEmpty()) {
            letters.forEach(action);
            after = letters.get(letters.size() - 1).job().sequence();
            letters = Stores.await(reader.deadLetters(after, LETTERS_AT_ONCE));
        }
    }
}
