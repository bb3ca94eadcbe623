package dev.forebay.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers writes, so that they can be applied together, or dropped. Confined to one thread. */
final class MemoryTransaction implements AckTransaction {

    final Map<String, Bytes> values = new HashMap<>();
    private final String jobId;
    private final Counters counters;
    private final long costMicros;
    private final Function<String, Optional<Bytes>> committed;

    @Nullable Bytes result;

    @Nullable Bytes answer;

    MemoryTransaction(String jobId, Counters counters, long costMicros, Function<String, Optional<Bytes>> committed) {
        this.jobId = jobId;
        this.counters = counters;
        this.costMicros = costMicros;
        this.committed = committed;
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public long costMicros() {
        return costMicros;
    }

    @Override
    public void storeResult(Bytes stored) {
        if (result == null) {
            result = stored;
        }
    }

    @Override
    public void storeAnswer(Bytes raw) {
        answer = raw;
    }

    @Override
    public void put(String name, Bytes value) {
        values.put(name, value);
    }

    @Override
    public Optional<Bytes> value(String name) {
        Bytes mine = values.get(name);
        return mine != null ? Optional.of(mine) : committed.apply(name);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }
}
