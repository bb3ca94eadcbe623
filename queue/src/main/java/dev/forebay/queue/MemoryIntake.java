package dev.forebay.queue;

import static dev.forebay.queue.StoreArguments.checkBatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sorts a batch of jobs into new, there and changed, for {@link InMemoryJobStore}. Guarded by the store's lock. */
final class MemoryIntake {

    private final MemoryTables tables;

    MemoryIntake(MemoryTables tables) {
        this.tables = tables;
    }

    Enqueued enqueue(List<NewJob> jobs) {
        return sort(jobs, this::known, this::insert, MemoryIntake::leave);
    }

    Enqueued replace(List<NewJob> jobs) {
        return sort(
                jobs,
                this::known,
                this::insert,
                job -> tables.row(job.id()).ifPresent(row -> tables.replace(row, job)));
    }

    Enqueued compare(List<NewJob> jobs) {
        Map<String, String> earlier = new HashMap<>();
        return sort(
                jobs,
                id -> known(id).or(() -> Optional.ofNullable(earlier.get(id))),
                job -> earlier.put(job.id(), job.fingerprint()),
                MemoryIntake::leave);
    }

    private Optional<String> known(String id) {
        return tables.row(id).map(row -> row.job.fingerprint());
    }

    private void insert(NewJob job) {
        tables.insert(new MemoryRow(job, tables.rows.size() + 1));
    }

    private static void leave(NewJob job) {}

    private static Enqueued sort(
            List<NewJob> jobs,
            Function<String, Optional<String>> fingerprintOf,
            Consumer<NewJob> onNew,
            Consumer<NewJob> onChanged) {
        checkBatch(jobs);
        int inserted = 0;
        List<String> changed = new ArrayList<>();
        for (NewJob job : jobs) {
            Optional<String> there = fingerprintOf.apply(job.id());
            if (there.isEmpty()) {
                onNew.accept(job);
                inserted++;
            } else if (!there.get().equals(job.fingerprint())) {
                onChanged.accept(job);
                changed.add(job.id());
            }
        }
        List<String> ids = changed.stream().limit(Enqueued.CHANGED_IDS_MAX).toList();
        return new Enqueued(inserted, jobs.size() - inserted - changed.size(), changed.size(), ids);
    }
}
