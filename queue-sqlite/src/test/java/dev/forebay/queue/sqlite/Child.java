package dev.forebay.queue.sqlite;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Handler;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.WorkEvent;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A process of its own that works on a store until it is killed, and says what was acknowledged. */
final class Child {

    static final int JOBS = 3_000;

    private Child() {}

    /** Starts one on a store. */
    static Process start(Path store) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes,
                        Child.class.getName(),
                        store.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static BufferedReader output(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the child runs. */
    public static void main(String[] arguments) {
        try (SqliteJobStore store = SqliteJobStore.open(Path.of(arguments[0]))) {
            List<NewJob> jobs = IntStream.range(0, JOBS)
                    .mapToObj(i -> NewJob.of("job" + i, Bytes.utf8("payload " + i)))
                    .toList();
            JobQueue queue = JobQueue.builder(store)
                    .listener(event -> {
                        if (event instanceof WorkEvent.Succeeded succeeded) {
                            System.out.println(succeeded.jobId());
                        }
                    })
                    .build();
            queue.enqueue(jobs).toCompletableFuture().join();
            Pool pool = Pool.builder("child")
                    .limits(Limits.parse("rpm=100000000,concurrency=64"))
                    .build();
            queue.work(pool, new Echo(), (text, transaction) -> transaction.storeResult(Bytes.utf8(text)))
                    .done()
                    .toCompletableFuture()
                    .join();
        }
    }

    private static final class Echo implements Handler<String> {
        @Override
        public Cost cost(Candidate job) {
            return Cost.ofBytes(job.byteCount()).maxOutputTokens(1);
        }

        @Override
        public CompletionStage<String> handle(Job job, Attempt attempt) {
            attempt.settle(Signal.succeeded(Usage.tokens(1, 1)));
            return CompletableFuture.completedFuture("result of " + job.id());
        }
    }
}
