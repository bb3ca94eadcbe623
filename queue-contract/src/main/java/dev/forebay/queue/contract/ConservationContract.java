package dev.forebay.queue.contract;

import static dev.forebay.queue.contract.StoreFixture.get;
import static dev.forebay.queue.contract.StoreFixture.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.queue.Bytes;
import dev.forebay.queue.Claim;
import dev.forebay.queue.Ending;
import dev.forebay.queue.JobCounts;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.queue.JobState;
import dev.forebay.queue.Lease;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.StoredResult;
import dev.forebay.queue.Written;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * Conservation: whatever happens, every job that was enqueued is in exactly one state, moves only along the drawn arrows,
 * and what is counted is what is there. Confined to one thread.
 */
public interface ConservationContract extends StoreFixture {

    /** Enough steps for every pair of operations to meet on one of the few jobs. */
    int STEPS = 600;

    @Test
    default void nothingIsLostOrDoubledOnARandomWalk() {
        Walk walk = new Walk(this, Randomness.seeded(20_261_124));
        for (int step = 0; step < STEPS; step++) {
            String did = walk.step();
            walk.check("after step " + step + ": " + did);
        }
        assertTrue(walk.arrows.size() >= 9, "the walk took few arrows: " + walk.arrows);
    }

    /** A random walk over the operations of a store. Confined to one thread. */
    final class Walk {
        private static final int JOBS_MAX = 40;

        private final StoreFixture test;
        private final Randomness random;
        private final List<Lease> leases = new ArrayList<>();
        private final Map<String, JobState> before = new HashMap<>();
        private final Map<String, Bytes> results = new HashMap<>();
        private final Set<String> arrows = new TreeSet<>();
        private int enqueued;
        private int replaced;

        Walk(StoreFixture test, Randomness random) {
            this.test = test;
            this.random = random;
        }

        private int below(int bound) {
            return (int) (random.next() * bound);
        }

        private String step() {
            String name = "job" + below(Math.max(1, enqueued));
            int dice = below(20);
            if (dice < 2 && enqueued < JOBS_MAX) {
                get(test.store().enqueue(List.of(job("job" + enqueued))));
                enqueued++;
                return "enqueue";
            }
            if (dice < 9) {
                if (get(test.store().claim(name, "walker", LEASE)) instanceof Claim.Claimed claimed) {
                    leases.add(claimed.job().lease());
                }
                return "claim " + name;
            }
            if (dice < 16 && !leases.isEmpty()) {
                Lease lease = leases.get(below(leases.size()));
                return write(lease, below(6));
            }
            return rare(name, below(24));
        }

        private String write(Lease lease, int which) {
            CompletionStage<?> stage = switch (which) {
                case 0 ->
                    test.store().ack(lease, 1, transaction -> transaction.storeResult(Bytes.utf8(lease.toString())));
                case 1 ->
                    test.store().ack(lease, 1, transaction -> {
                        transaction.storeResult(Bytes.utf8("dropped"));
                        throw new IllegalStateException("planted by a test");
                    });
                case 2 -> test.store().release(lease, Ending.throttled("wait"), Duration.ofSeconds(below(90)));
                case 3 -> test.store().release(lease, Ending.attempt("failed"), Duration.ZERO);
                case 4 -> test.store().bury(lease, Ending.attempt("bad"));
                default -> test.store().hold(lease, Ending.uncounted("quota"));
            };
            if (which == 1) {
                Object outcome = get(stage.<Object>handle((written, error) -> error == null ? written : error));
                assertFalse(outcome instanceof Written.Applied, "an ack whose save threw was applied");
            } else {
                get(stage);
            }
            return "write " + which + " under " + lease;
        }

        private String rare(String name, int which) {
            switch (which) {
                case 0 -> get(test.store().unholdAll());
                case 1 -> get(test.store().retryAllDead());
                case 2 -> get(test.store().retryDead(List.of(name)));
                case 3 -> get(test.store().cancel(List.of(name)));
                case 7 -> get(test.store().reinstate(List.of(name)));
                case 8 -> get(test.store().purgeDone(0, JOBS_MAX));
                case 9 -> replace(name);
                case 4, 5, 6 -> {
                    test.letTimePass(Duration.ofSeconds(30));
                    get(test.store().reapExpired(3));
                }
                default -> get(test.store().heartbeat(leases, LEASE));
            }
            return "rare " + which + " on " + name;
        }

        private void replace(String name) {
            replaced++;
            NewJob other = NewJob.of(name, Bytes.utf8("payload " + replaced));
            boolean there = get(test.store().find(name)).isPresent();
            if (there) {
                assertEquals(1, get(test.store().replace(List.of(other))).changed());
                results.remove(name);
            }
        }

        private void check(String when) {
            JobCounts counts = get(test.store().counts());
            assertEquals(enqueued, counts.total(), when);
            int found = 0;
            for (JobState state : JobState.values()) {
                List<JobSnapshot> jobs = get(test.store().jobs(state, 0, JOBS_MAX + 1));
                assertEquals(counts.of(state), jobs.size(), when + ", " + state);
                found += jobs.size();
                jobs.forEach(each -> checkArrow(each, when));
            }
            assertEquals(enqueued, found, when);
            List<StoredResult> stored = get(test.store().results(0, JOBS_MAX + 1));
            assertEquals(counts.of(JobState.DONE), stored.size(), when);
            for (StoredResult each : stored) {
                Bytes first = results.putIfAbsent(each.jobId(), each.result());
                assertTrue(first == null || first.equals(each.result()), when + ": a result was replaced");
            }
        }

        private void checkArrow(JobSnapshot job, String when) {
            JobState from = before.put(job.id(), job.state());
            if (from != null && from != job.state()) {
                arrows.add(from + " -> " + job.state());
                assertTrue(
                        from.canBecome(job.state()), when + ": " + job.id() + " went " + from + " -> " + job.state());
            }
        }
    }
}
