package dev.forebay.examples.testing;

import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.contract.Ability;
import dev.forebay.queue.contract.JobStoreContract;
import dev.forebay.time.ManualClock;
import java.util.Set;

/** docs/testing.md: a store of one's own keeps the contract; the one in memory stands for it here. */
class OwnStoreTest extends JobStoreContract {

    @Override
    protected JobStore open(ManualClock time) {
        return new InMemoryJobStore(time);
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }
}
