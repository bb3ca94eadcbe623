package dev.forebay.queue.contract;

import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.JobStore;
import dev.forebay.time.ManualClock;
import java.util.Set;

/** The store in memory keeps the contract. It stands here because its own module cannot depend on this one. */
class InMemoryJobStoreTest extends JobStoreContract {

    @Override
    protected JobStore open(ManualClock time) {
        return new InMemoryJobStore(time);
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }
}
