package dev.forebay.queue.sqlite;

import dev.forebay.queue.Lease;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the latest claims have read of their jobs, so that the acks need not read it again. Emptied before anything runs that
 * may change a job in another way than by a claim or an ack. Confined to the writer's thread.
 */
final class Claimed {

    /** As many jobs as commands can wait; whoever has more in flight has the oldest read again. */
    private static final int JOBS_MAX = Writer.WAITING_MAX;

    private final Map<String, Found> byJob = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
            return size() > JOBS_MAX;
        }
    };

    private boolean connectionOut;

    /** A connection is handed to somebody's own code, which can change any job by it, now and as long as the store is open. */
    void connectionGoesOut() {
        connectionOut = true;
        forgetAll();
    }

    boolean isConnectionOut() {
        return connectionOut;
    }

    void remember(String jobId, Found job) {
        if (!connectionOut) {
            byJob.put(jobId, job);
        }
    }

    /** The job of a lease in force; empty does not mean that it is not. */
    Optional<Found> of(Lease lease) {
        return Optional.ofNullable(byJob.get(lease.jobId())).filter(job -> job.isInForce(lease));
    }

    void forget(String jobId) {
        byJob.remove(jobId);
    }

    void forgetAll() {
        byJob.clear();
    }
}
