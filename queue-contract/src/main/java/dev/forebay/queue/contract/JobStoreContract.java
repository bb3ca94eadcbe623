package dev.forebay.queue.contract;

import dev.forebay.queue.JobStore;
import dev.forebay.time.ManualClock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link JobStore} promises, as tests. A store's own test extends this class and says how to open an empty
 * store; each test gets a new one. Confined to one thread; tests block until their stages are complete.
 */
public abstract class JobStoreContract
        implements EnqueueContract,
                ReplaceContract,
                PersonContract,
                ClaimContract,
                AckContract,
                EndingContract,
                ReaperContract,
                ValueContract,
                ReopenContract,
                ConcurrencyContract,
                ConservationContract {

    private final ManualClock clock = new ManualClock();
    private @Nullable JobStore store;

    /** For the store's test class. */
    protected JobStoreContract() {}

    /** Opens the store of this test; a second call after closing opens the same one again, if the store survives that. */
    protected abstract JobStore open(ManualClock time) throws Exception;

    /** What the store can do. */
    @Override
    public abstract Set<Ability> abilities();

    @BeforeEach
    void openStore() throws Exception {
        store = open(clock);
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    @Override
    public JobStore store() {
        if (store == null) {
            throw new IllegalStateException("the store is opened before each test");
        }
        return store;
    }

    @Override
    public JobStore reopen() throws Exception {
        store().close();
        JobStore again = open(clock);
        store = again;
        return again;
    }

    @Override
    public ManualClock clock() {
        return clock;
    }
}
