package dev.forebay.bench.virtual;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Metering;
import dev.forebay.pool.Pool;
import dev.forebay.providers.Credential;
import dev.forebay.providers.Prompt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawRequest;
import dev.forebay.providers.http.Transport;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Handler;
import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.NewJob;
import dev.forebay.queue.Work;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.time.Randomness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Store, queue, worker, pool, wire and provider on one thread, one clock and one seed.
 *
 * <p>Only the transport and the clock are not those of {@code forebay run}.
 */
final class VirtualStack {

    static final int MAX_TOKENS = 1_024;

    /** What takes longer hangs. */
    private static final Duration LONGEST = Duration.ofHours(24);

    final LabClock clock = new LabClock();
    final SimulatedProvider simulated;
    final Pool pool;
    final InMemoryJobStore store = new InMemoryJobStore(clock);
    final List<Event> events = new ArrayList<>();
    final List<Long> eventNanos = new ArrayList<>();
    final List<Long> sentNanos = new ArrayList<>();
    private final Provider wire = Provider.anthropic();
    private final VirtualTransport transport;
    private final JobQueue queue;

    VirtualStack(SimulatorOptions options, Limits limits, long seed) {
        simulated = new SimulatedProvider(options, clock.simulator());
        transport = new VirtualTransport(clock, simulated, Randomness.seeded(seed + 1));
        pool = Pool.builder("virtual")
                .clock(clock)
                .randomness(Randomness.seeded(seed + 2))
                .executor(Runnable::run)
                .metering(Metering.AS_PRODUCED)
                .limits(limits)
                .listener(this::happened)
                .build();
        queue = JobQueue.builder(store)
                .clock(clock)
                .randomness(Randomness.seeded(seed + 3))
                .build();
    }

    private void happened(Event event) {
        events.add(event);
        eventNanos.add(clock.elapsedNanos());
    }

    /** Works on these prompts; {@code check} runs after every step of the clock. */
    Work drain(List<String> prompts, Runnable check) {
        List<NewJob> jobs = new ArrayList<>();
        for (int index = 0; index < prompts.size(); index++) {
            jobs.add(NewJob.of("job-" + index, Bytes.utf8(prompts.get(index))));
        }
        queue.enqueue(jobs);
        Work work = queue.work(pool, new Calling(), (answer, transaction) -> {
            transaction.storeAnswer(Bytes.of(answer.body()));
            transaction.storeResult(Bytes.utf8(wire.answer(answer).orElseThrow().text()));
        });
        while (!work.done().toCompletableFuture().isDone()) {
            if (!clock.runNext() || clock.elapsedNanos() > LONGEST.toNanos()) {
                throw new AssertionError("the work hangs: " + pool.why() + ", " + pool.snapshot());
            }
            check.run();
        }
        return work;
    }

    private final class Calling implements Handler<RawAnswer> {

        private final URI endpoint = wire.endpoint(URI.create("http://127.0.0.1:1"));
        private final Credential key =
                wire.credential(Map.of("ANTHROPIC_API_KEY", "virtual")).orElseThrow();

        @Override
        public Cost cost(Candidate job) {
            return Cost.ofBytes(job.byteCount()).maxOutputTokens(MAX_TOKENS);
        }

        @Override
        public CompletionStage<RawAnswer> handle(Job job, Attempt attempt) {
            sentNanos.add(clock.elapsedNanos());
            String body = wire.body(Prompt.of("claude-virtual", job.payload().utf8())
                    .maxTokens(MAX_TOKENS)
                    .build());
            RawRequest request = wire.request(endpoint, key, body)
                    .deadline(Duration.ofSeconds(30))
                    .build();
            return transport
                    .send(request, head -> attempt.observe(wire.readings(head)))
                    .whenComplete((answer, failure) ->
                            attempt.settle(answer != null ? wire.signal(answer) : Transport.signalOf(failure)));
        }
    }
}
