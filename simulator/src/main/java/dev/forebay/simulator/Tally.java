package dev.forebay.simulator;

import dev.forebay.simulator.CallRecord.Ending;
import dev.forebay.simulator.Ledger.Times;
import dev.forebay.simulator.fault.FaultKind;
import dev.forebay.simulator.limit.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what happens. Not thread-safe: {@link Books} guards it with its lock. */
final class Tally {

    /** Contents beyond these are not told apart any more; they would fill the memory. */
    private static final int MOST_CONTENTS = 4_000_000;

    private final Map<String, Long> rejected = new HashMap<>();
    private final Map<String, Long> invalid = new HashMap<>();
    private final Map<String, Long> faults = new HashMap<>();
    private final Set<Long> billedContents = new HashSet<>();
    private final Set<Long> answeredContents = new HashSet<>();
    private long arrived;
    private long accepted;
    private long billed;
    private long answered;
    private long clientLeft;
    private long billedTwice;
    private long answeredTwice;
    private long early;
    private long inputTokens;
    private long outputTokens;
    private int inFlight;
    private int maxInFlight;
    private Optional<Instant> firstArrival = Optional.empty();
    private long firstArrivalNanos;
    private long lastArrivalNanos;
    private long lastAdmissionNanos;

    void arrived(long nowNanos, Instant wall) {
        if (arrived == 0) {
            firstArrival = Optional.of(wall);
            firstArrivalNanos = nowNanos;
        }
        arrived++;
        lastArrivalNanos = nowNanos;
    }

    void rejected(String limit) {
        rejected.merge(limit, 1L, Long::sum);
    }

    void invalid(int status) {
        invalid.merge(Integer.toString(status), 1L, Long::sum);
    }

    void fault(FaultKind kind) {
        faults.merge(kind.option(), 1L, Long::sum);
    }

    void early() {
        early++;
    }

    void accepted(LiveCall call, long tokens) {
        accepted++;
        inputTokens += tokens;
        lastAdmissionNanos = call.arrivalNanos;
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
        if (call.billed) {
            billed(call.contentHash);
        }
    }

    private void billed(String contentHash) {
        billed++;
        long content = Long.parseUnsignedLong(contentHash, 16);
        if (answeredContents.contains(content)) {
            answeredTwice++;
        }
        if (billedContents.size() < MOST_CONTENTS && !billedContents.add(content)) {
            billedTwice++;
        }
    }

    void produced(long tokens) {
        outputTokens += tokens;
    }

    void ended(LiveCall call) {
        if (call.inFlight) {
            inFlight--;
        }
        if (call.ending == Ending.CLIENT_LEFT) {
            clientLeft++;
        } else if (call.status == 200 && call.billed && whole(call)) {
            answered++;
            if (answeredContents.size() < MOST_CONTENTS) {
                answeredContents.add(Long.parseUnsignedLong(call.contentHash, 16));
            }
        }
    }

    private static boolean whole(LiveCall call) {
        return call.fault.isEmpty() || call.fault.get() == FaultKind.TRICKLE;
    }

    long firstArrivalNanos() {
        return firstArrivalNanos;
    }

    int inFlight() {
        return inFlight;
    }

    Ledger ledger(Usage usage, Ledger.NeighbourCalls neighbour) {
        return new Ledger(
                arrived,
                accepted,
                billed,
                answered,
                clientLeft,
                Map.copyOf(rejected),
                Map.copyOf(invalid),
                Map.copyOf(faults),
                billedTwice,
                answeredTwice,
                early,
                inputTokens,
                outputTokens,
                usage,
                inFlight,
                maxInFlight,
                new Times(
                        firstArrival,
                        arrived == 0 ? 0 : lastArrivalNanos - firstArrivalNanos,
                        accepted == 0 ? 0 : lastAdmissionNanos - firstArrivalNanos),
                neighbour);
    }
}
