package dev.forebay.pool;

import java.util.concurrent.CompletableFuture;

/** Tells a future what was decided; one that was given up meanwhile has its permits given back. */
record FutureGrant(CompletableFuture<Reservation> future) implements Line.Grant {

    @Override
    public void granted(Reservation reservation) {
        if (!future.complete(reservation)) {
            reservation.cancel();
        }
    }

    @Override
    public void refused(RuntimeException reason) {
        future.completeExceptionally(reason);
    }
}
