package dev.forebay.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Blocks a caller on a future; an interrupt cancels the future, so that nothing stays held. */
final class Waiting {

    private Waiting() {}

    static <T> T on(CompletableFuture<T> future) throws InterruptedException {
        Delivery.deliverOwed();
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            abandon(future);
            throw interrupted;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Cancels, and gives back what had been granted in the meantime. */
    private static <T> void abandon(CompletableFuture<T> future) {
        if (!future.cancel(false)) {
            T granted = future.getNow(null);
            if (granted instanceof Reservation reservation) {
                reservation.cancel();
            }
        }
    }
}
