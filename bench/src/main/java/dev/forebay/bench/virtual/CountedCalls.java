package dev.forebay.bench.virtual;

import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.Transport;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Handler;
import dev.forebay.queue.Job;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.simulator.exchange.CountedRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The handler of a queue of documents without text: the wire is real but for the bodies of requests and successes. For one thread. */
final class CountedCalls implements Handler<RawAnswer> {

    private final Form form;
    private final Provider wire;
    private final String client;
    private final CountedTransport transport;
    private final List<Document> documents;
    private final boolean exact;
    private final Tape tape;

    CountedCalls(
            Form form, String client, CountedTransport transport, List<Document> documents, boolean exact, Tape tape) {
        this.exact = exact;
        this.form = form;
        wire = form.wire();
        this.client = client;
        this.transport = transport;
        this.documents = documents;
        this.tape = tape;
    }

    @Override
    public Cost cost(Candidate job) {
        Document document = document(job.sequence());
        Cost cost =
                exact ? Cost.tokens(document.inputTokens(), document.outputTokens()) : Cost.ofBytes(document.bytes());
        return cost.maxOutputTokens(Workload.MAX_TOKENS);
    }

    @Override
    public CompletionStage<RawAnswer> handle(Job job, Attempt attempt) {
        Document document = document(job.sequence());
        CountedRequest request = request(document, form, client);
        Tape.Entry entry = tape.sent(client, document);
        Readings readings = new Readings();
        return transport
                .send(request, head -> attempt.observe(readings.of(head)))
                .whenComplete((answer, failure) -> {
                    Signal signal = answer == null
                            ? Transport.signalOf(failure)
                            : answer.status() == 200
                                    ? succeeded(request, readings.of(answer.head()))
                                    : wire.signal(answer);
                    entry.ended(signal.verdict(), answer == null ? 0 : toldWaitNanos(answer));
                    attempt.settle(signal);
                });
    }

    /** What the provider sees of a document. */
    static CountedRequest request(Document document, Form form, String client) {
        return new CountedRequest(
                form.route(),
                client,
                form.model(),
                document.inputTokens(),
                document.bytes(),
                document.outputTokens(),
                Workload.MAX_TOKENS);
    }

    /** The wait as the provider wrote it, read by nobody else; of a success it means nothing. */
    private static long toldWaitNanos(RawAnswer answer) {
        return answer.status() == 200
                ? 0
                : answer.head()
                        .headers()
                        .first("retry-after")
                        .map(seconds -> Long.parseLong(seconds) * 1_000_000_000L)
                        .orElse(0L);
    }

    private static Signal succeeded(CountedRequest request, List<LimitReading> readings) {
        Signal.Builder signal =
                Signal.builder(Verdict.SUCCEEDED).usage(Usage.tokens(request.inputTokens(), request.producedTokens()));
        readings.forEach(signal::reading);
        return signal.build();
    }

    private Document document(long sequence) {
        return documents.get((int) sequence - 1);
    }

    /** The headers of one answer, read once. */
    private final class Readings {

        private @Nullable List<LimitReading> read;

        List<LimitReading> of(RawHeaders head) {
            if (read == null) {
                read = wire.readings(head);
            }
            return read;
        }
    }
}
