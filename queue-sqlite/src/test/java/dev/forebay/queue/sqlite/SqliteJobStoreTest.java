package dev.forebay.queue.sqlite;

import dev.forebay.queue.JobStore;
import dev.forebay.queue.contract.Ability;
import dev.forebay.queue.contract.JobStoreContract;
import dev.forebay.time.ManualClock;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file keeps the contract, all of it. */
class SqliteJobStoreTest extends JobStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected JobStore open(ManualClock time) {
        return SqliteJobStore.at(folder.resolve("jobs.db")).clock(time).open();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }
}
