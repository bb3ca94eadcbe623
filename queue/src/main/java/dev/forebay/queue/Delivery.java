package dev.forebay.queue;

import dev.forebay.pool.Reservation;
import dev.forebay.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One job on its way from the grant of its permits to the commit of its fate. Confined to the turns of one work. */
final class Delivery<R> {

    /** Where it stands. */
    enum Phase {
        CLAIMING,
        CALLING,
        WRITING,
        /** The answer is there and its save failed; it is tried again. */
        SAVING_AGAIN
    }

    final Candidate candidate;
    /** Empty if the job is claimed only to be given up. */
    final Optional<Reservation> reservation;

    final String verdictBefore;
    Phase phase = Phase.CLAIMING;

    @Nullable Job job;

    @Nullable CompletableFuture<R> call;

    Clock.@Nullable Alarm saveAlarm;
    int saves;
    boolean lost;

    private Delivery(Candidate candidate, Optional<Reservation> reservation, String verdictBefore) {
        this.candidate = candidate;
        this.reservation = reservation;
        this.verdictBefore = verdictBefore;
    }

    static <R> Delivery<R> toCall(Candidate candidate, Reservation reservation) {
        return new Delivery<>(candidate, Optional.of(reservation), "");
    }

    /** A job that can never be called, and why. */
    static <R> Delivery<R> toBury(Candidate candidate, String why) {
        return new Delivery<>(candidate, Optional.empty(), why);
    }

    Job job() {
        Job claimed = job;
        if (claimed == null) {
            throw new IllegalStateException(candidate.id() + " is not claimed");
        }
        return claimed;
    }

    Lease lease() {
        return job().lease();
    }

    void cancelReservation() {
        reservation.ifPresent(Reservation::cancel);
    }
}
