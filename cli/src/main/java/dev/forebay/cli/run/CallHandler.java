package dev.forebay.cli.run;

import dev.forebay.cli.input.RequestBounds;
import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.Transport;
import dev.forebay.queue.Candidate;
import dev.forebay.queue.Handler;
import dev.forebay.queue.Job;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes the call of one job: sends its body, hands headers and verdict to the attempt. Thread-safe; nothing blocks. */
final class CallHandler implements Handler<Answered> {

    private final CallForm form;
    private final Transport transport;
    private final RequestBounds bounds;
    private final Refusals refusals;

    /**
     * A handler of these calls.
     *
     * @param bounds the largest of what their bytes do not tell: which job has which is not known before it is claimed
     * @param refusals told about each answer that is no success
     */
    CallHandler(CallForm form, Transport transport, RequestBounds bounds, Refusals refusals) {
        this.form = form;
        this.transport = transport;
        this.bounds = bounds;
        this.refusals = refusals;
    }

    /** Told about answers that are no success, before anything follows from them. Thread-safe; must not block for long. */
    @FunctionalInterface
    interface Refusals {

        /** The job's attempt ended with this answer, which means this. */
        void refused(Job job, Attempt attempt, RawAnswer raw, Signal signal);
    }

    @Override
    public Cost cost(Candidate job) {
        long bytes = bounds.textBytesMax().isPresent()
                ? Math.min(job.byteCount(), bounds.textBytesMax().getAsLong())
                : job.byteCount();
        Cost cost = Cost.ofBytes(bytes);
        return bounds.outputTokensMax().isPresent()
                ? cost.maxOutputTokens(bounds.outputTokensMax().getAsLong())
                : cost;
    }

    @Override
    public CompletionStage<Answered> handle(Job job, Attempt attempt) {
        CompletableFuture<RawAnswer> sent = transport.send(
                form.request(job.payload().utf8()),
                head -> attempt.observe(form.provider().readings(head)));
        CompletableFuture<Answered> answered = sent.handle((raw, failure) -> read(job, attempt, raw, failure));
        // A stage that depends on another one does not hand its own cancellation on.
        answered.whenComplete((answer, failure) -> {
            if (answered.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answered;
    }

    private Answered read(Job job, Attempt attempt, @Nullable RawAnswer raw, @Nullable Throwable failure) {
        if (raw == null) {
            Throwable cause = failure == null ? new IllegalStateException("neither answer nor failure") : failure;
            attempt.settle(form.redacted(Transport.signalOf(cause)));
            throw new CompletionException(cause);
        }
        Signal signal = form.redacted(form.provider().signal(raw));
        attempt.settle(signal);
        if (signal.verdict() != Verdict.SUCCEEDED) {
            refusals.refused(job, attempt, raw, signal);
        }
        return form.provider()
                .answer(raw)
                .filter(answer -> signal.verdict() == Verdict.SUCCEEDED)
                .map(answer -> new Answered(raw, answer))
                .orElseThrow(() -> new CompletionException(new UnansweredException(signal)));
    }

    /** There is no answer to save; the signal says why. */
    private static final class UnansweredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnansweredException(Signal signal) {
            super(signal.message(), null, false, false);
        }
    }
}
