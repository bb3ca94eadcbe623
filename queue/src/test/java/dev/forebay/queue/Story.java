package dev.forebay.queue;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A work in virtual time: real pool, real worker, a store in memory, and a provider that answers as scripted. One thread. */
final class Story implements Handler<String> {

    static final Duration LATENCY = Duration.ofSeconds(1);

    final ManualClock clock = new ManualClock();
    final InMemoryJobStore memory = new InMemoryJobStore(clock);
    JobStore store = memory;
    final List<WorkEvent> events = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    final Map<String, CompletableFuture<String>> flying = new HashMap<>();
    final Map<String, Deque<Signal>> script = new HashMap<>();
    Duration latency = LATENCY;
    int inFlightMax;
    Save<String> save = (text, transaction) -> transaction.storeResult(Bytes.utf8(text));
    String limits = "rpm=60000,concurrency=3";

    Pool pool() {
        return Pool.builder("story")
                .clock(clock)
                .randomness(Randomness.seeded(7))
                .limits(Limits.parse(limits))
                .executor(Runnable::run)
                .build();
    }

    JobQueueBuilder queue() {
        return JobQueue.builder(store).clock(clock).randomness(() -> 0.5).listener(events::add);
    }

    Work work() {
        return queue().build().work(pool(), this, save);
    }

    Story enqueue(int jobs) {
        store.enqueue(
                IntStream.rangeClosed(1, jobs).mapToObj(i -> job("job" + i)).toList());
        return this;
    }

    static NewJob job(String id) {
        return NewJob.of(id, Bytes.utf8("payload of " + id));
    }

    /** What the next calls for a job get; when it is used up, they succeed. */
    Story answers(String id, Signal... signals) {
        script.computeIfAbsent(id, job -> new ArrayDeque<>()).addAll(List.of(signals));
        return this;
    }

    static Signal says(Verdict verdict, String message) {
        return Signal.builder(verdict).message(message).build();
    }

    @Override
    public Cost cost(Candidate job) {
        return Cost.ofBytes(job.byteCount()).maxOutputTokens(10);
    }

    @Override
    public CompletionStage<String> handle(Job job, Attempt attempt) {
        called.add(job.id());
        Deque<Signal> scripted = script.getOrDefault(job.id(), new ArrayDeque<>());
        Signal signal = scripted.isEmpty() ? Signal.succeeded(Usage.tokens(100, 10)) : scripted.removeFirst();
        CompletableFuture<String> answer = new CompletableFuture<>();
        flying.put(job.id(), answer);
        inFlightMax = Math.max(inFlightMax, flying.size());
        Runnable arrive = () -> {
            flying.remove(job.id(), answer);
            attempt.settle(signal);
            answer.complete("answer to " + job.payload().utf8());
        };
        if (latency.isZero()) {
            arrive.run();
        } else {
            clock.schedule(latency, arrive);
        }
        return answer;
    }

    /** Runs until the work has ended. */
    WorkEnd end(Work work) {
        CompletableFuture<WorkEnd> done = work.done().toCompletableFuture();
        while (!done.isDone()) {
            if (!clock.runNext()) {
                throw new AssertionError("the work hangs: " + work.counts() + ", in flight " + work.inFlight()
                        + ", waiting " + work.waiting() + ", " + get(store.counts()));
            }
            if (clock.elapsed().toDays() > 2) {
                throw new AssertionError("the work goes on for ever: " + work.counts());
            }
        }
        return done.join();
    }

    JobSnapshot find(String id) {
        return get(store.find(id)).orElseThrow();
    }

    long in(JobState state) {
        return get(store.counts()).of(state);
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    <T extends WorkEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
