package dev.forebay.simulator;

import dev.forebay.simulator.CallRecord.Ending;
import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.meter.Reading;
import dev.forebay.simulator.time.Chance;
import java.util.List;
import java.util.Optional;

/** A call and its state, which {@link Books} guards with its lock; the fields that never change may be read freely. */
final class LiveCall implements Call {

    final long number;
    final long arrivalNanos;
    final String requestId;

    /** Drawn from on one thread at a time: first where the request arrives, then where it is answered. */
    final Chance chance;

    private final Books books;

    int status;
    String model = "";
    String contentHash = "";
    String line = "";
    long toldWaitNanos;
    boolean billed;
    boolean inFlight;
    Optional<FaultKind> fault = Optional.empty();
    List<Reading> readings = List.of();
    Ending ending = Ending.PENDING;

    LiveCall(Books books, long number, long arrivalNanos, Chance chance) {
        this.books = books;
        this.number = number;
        this.arrivalNanos = arrivalNanos;
        this.chance = chance;
        this.requestId = requestId(chance);
    }

    @Override
    public void sent() {
        books.ended(this, Ending.SENT);
    }

    @Override
    public void clientLeft() {
        books.ended(this, Ending.CLIENT_LEFT);
    }

    private static String requestId(Chance chance) {
        String alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        StringBuilder id = new StringBuilder("req_01");
        while (id.length() < 26) {
            id.append(alphabet.charAt(chance.below(alphabet.length())));
        }
        return id.toString();
    }

    CallRecord record(long firstArrivalNanos) {
        return new CallRecord(
                requestId,
                arrivalNanos - firstArrivalNanos,
                status,
                contentHash,
                billed,
                fault.map(FaultKind::option),
                ending);
    }
}
