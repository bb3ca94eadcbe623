package dev.forebay.cli.run;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.NewJob;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Puts the jobs of an input into the store, as {@code --changed} says. Used by one thread; blocks on the disk.
 *
 * <p>Where a changed job must stop the run, all of the input is held against the store before any of it is committed. What is
 * new waits on the disk meanwhile, since an input such as a pipe cannot be read twice; on a run that is resumed that is
 * nothing, or what the earlier run had not read yet.
 */
abstract sealed class Enqueuing implements AutoCloseable {

    /** Bounds the heap while what has waited is committed. */
    private static final int JOBS_AT_ONCE = 500;

    /** With answers of 16 kB and their results these fill half of the smallest heap that anybody gives, 512 MB. */
    static final int JOBS_IN_MEMORY_MAX = 10_000;

    static final long BYTES_IN_MEMORY_MAX = 64_000_000;

    final JobStore store;
    private Enqueued total = new Enqueued(0, 0, 0, List.of());

    private Enqueuing(JobStore store) {
        this.store = store;
    }

    /**
     * Begins.
     *
     * @param beforeFirstCommit run once, before anything of the input is in the store
     */
    static Enqueuing begin(RunSettings.Files files, JobStore store, Runnable beforeFirstCommit) {
        if (files.store().isEmpty()) {
            return new InMemory(store);
        }
        if (files.changed() == ChangedJobs.STOP && Stores.await(store.counts()).total() > 0) {
            return new Compared(store, new JobSpool(spool(files.store().get())), beforeFirstCommit);
        }
        beforeFirstCommit.run();
        return new AtOnce(store, files.changed() == ChangedJobs.RERUN ? store::replace : store::enqueue);
    }

    /** Beside the store, where there is room for the same jobs once more, and under its lock. */
    private static Path spool(Path store) {
        return store.resolveSibling(store.getFileName() + ".intake");
    }

    /** Takes the next jobs. */
    abstract void take(List<NewJob> batch);

    /**
     * After the last job: now all of them are in the store.
     *
     * @return what became of them
     * @throws UserException if some are changed and that stops the run; then none of them is
     */
    abstract Enqueued finish();

    @Override
    public void close() {}

    final void count(Enqueued batch) {
        total = total.plus(batch);
    }

    final Enqueued total() {
        return total;
    }

    private static final class AtOnce extends Enqueuing {

        private final Function<List<NewJob>, CompletionStage<Enqueued>> write;

        AtOnce(JobStore store, Function<List<NewJob>, CompletionStage<Enqueued>> write) {
            super(store);
            this.write = write;
        }

        @Override
        void take(List<NewJob> batch) {
            count(Stores.await(write.apply(batch)));
        }

        @Override
        Enqueued finish() {
            return total();
        }
    }

    private static final class InMemory extends Enqueuing {

        private long jobs;
        private long bytes;

        InMemory(JobStore store) {
            super(store);
        }

        @Override
        void take(List<NewJob> batch) {
            jobs += batch.size();
            bytes += batch.stream().mapToLong(job -> job.payload().size()).sum();
            if (jobs > JOBS_IN_MEMORY_MAX || bytes > BYTES_IN_MEMORY_MAX) {
                throw UserException.usage("--store none holds " + Words.count(JOBS_IN_MEMORY_MAX)
                        + " documents and " + Words.bytes(BYTES_IN_MEMORY_MAX)
                        + " of requests at most; leave it out, and the state is kept in a file");
            }
            count(Stores.await(store.enqueue(batch)));
        }

        @Override
        Enqueued finish() {
            return total();
        }
    }

    private static final class Compared extends Enqueuing {

        private final JobSpool spool;
        private final Runnable beforeFirstCommit;

        Compared(JobStore store, JobSpool spool, Runnable beforeFirstCommit) {
            super(store);
            this.spool = spool;
            this.beforeFirstCommit = beforeFirstCommit;
        }

        @Override
        void take(List<NewJob> batch) {
            Enqueued compared = Stores.await(store.compare(batch));
            count(compared);
            if (compared.inserted() > 0 && total().changed() == 0) {
                spool.add(batch);
            }
        }

        @Override
        Enqueued finish() {
            if (total().changed() > 0) {
                throw changed(total());
            }
            beforeFirstCommit.run();
            spool.each(JOBS_AT_ONCE, batch -> Stores.await(store.enqueue(batch)));
            return total();
        }

        @Override
        public void close() {
            spool.close();
        }
    }

    /** Says which ids stop the run, and what to do. */
    static UserException changed(Enqueued enqueued) {
        List<String> ids = enqueued.changedIds();
        int others = enqueued.changed() - ids.size();
        String more = others > 0 ? " and " + Words.count(others) + (others == 1 ? " other" : " others") : "";
        return UserException.usage("these ids stand for another request in the store: "
                + String.join(", ", ids) + more
                + "; take back what was changed (text, prompt, model, settings), or give --changed rerun to do them anew,"
                + " --changed keep to leave them, or another --out");
    }
}
