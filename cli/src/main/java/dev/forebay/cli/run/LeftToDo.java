package dev.forebay.cli.run;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.SeenHashes;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.JobReader;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.NewJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which jobs of an input a run would still call, by what an earlier run has left in the store and by {@code --changed};
 * changes nothing. Used by one thread; blocks on the disk.
 */
final class LeftToDo {

    private static final int JOBS_AT_ONCE = 500;

    private final Optional<JobReader> store;
    private final ChangedJobs changed;
    private final SeenHashes finished = new SeenHashes();
    private final SeenHashes told = new SeenHashes();
    private Enqueued total = new Enqueued(0, 0, 0, List.of());

    /**
     * By this store.
     *
     * @param store empty if there is none yet
     */
    LeftToDo(Optional<JobReader> store, ChangedJobs changed) {
        this.store = store;
        this.changed = changed;
        store.ifPresent(this::readFinished);
    }

    /** The jobs that need no call any more. */
    private void readFinished(JobReader reader) {
        for (JobState state : new JobState[] {JobState.DONE, JobState.DEAD, JobState.CANCELLED}) {
            List<JobSnapshot> jobs = Stores.await(reader.jobs(state, 0, JOBS_AT_ONCE));
            while (!jobs.isEmpty()) {
                jobs.forEach(job -> finished.add(job.id()));
                long last = jobs.get(jobs.size() - 1).sequence();
                jobs = Stores.await(reader.jobs(state, last, JOBS_AT_ONCE));
            }
        }
    }

    /** Those of a batch that would be called. A repeated document shares the result of the first one. */
    List<NewJob> of(List<NewJob> batch) {
        Enqueued compared = compare(batch);
        total = total.plus(compared);
        boolean anew = changed == ChangedJobs.RERUN && compared.changed() > 0;
        List<NewJob> left = new ArrayList<>();
        for (NewJob job : batch) {
            if (!told.contains(job.id())
                    && (!finished.contains(job.id())
                            || (anew && compare(List.of(job)).changed() > 0))) {
                left.add(job);
            }
            told.add(job.id());
        }
        return left;
    }

    private Enqueued compare(List<NewJob> batch) {
        return store.map(reader -> Stores.await(reader.compare(batch)))
                .orElseGet(() -> new Enqueued(batch.size(), 0, 0, List.of()));
    }

    /**
     * After the last batch.
     *
     * @throws UserException if some jobs are changed and that would stop the run
     */
    void finish() {
        if (changed == ChangedJobs.STOP && total.changed() > 0) {
            throw Enqueuing.changed(total);
        }
    }
}
