package dev.forebay.cli.run;

import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.output.BatchLines;
import dev.forebay.cli.output.KeptError;
import dev.forebay.cli.output.ResultLine;
import dev.forebay.pool.Attempt;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.queue.AckTransaction;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Job;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Save;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Writes the result of each answer in the form that the input asks for. Thread-safe. */
final class Results implements Save<Answered> {

    /** After these a job is not tried again, whatever attempts it has left. */
    private static final Set<Verdict> FINAL = Set.of(Verdict.INVALID, Verdict.TOO_LARGE, Verdict.NOT_FOUND);

    private final RunSettings settings;
    private final Tally tally;
    private final Optional<BatchForm> batch;

    Results(RunSettings settings, Tally tally) {
        this.settings = settings;
        this.tally = tally;
        this.batch = settings.input().batch();
    }

    @Override
    public void save(Answered answered, AckTransaction transaction) {
        tally.answered(answered.answer());
        transaction.storeAnswer(Bytes.of(answered.raw().body()));
        transaction.storeResult(line(answered, transaction));
    }

    private Bytes line(Answered answered, AckTransaction transaction) {
        if (batch.isPresent()) {
            return BatchLines.succeeded(batch.get(), transaction.jobId(), answered.raw());
        }
        OptionalLong cost =
                settings.pace().price().isPresent() ? OptionalLong.of(transaction.costMicros()) : OptionalLong.empty();
        return ResultLine.succeeded(transaction.jobId(), answered.answer(), transaction.counters(), cost);
    }

    /** Keeps the errors that end jobs of a batch: whoever reads its failures expects them as the provider wrote them. */
    static CallHandler.Refusals refusals(RunSettings settings, JobStore store) {
        if (settings.input().batch().isEmpty()) {
            return (job, attempt, raw, signal) -> {};
        }
        return (job, attempt, raw, signal) -> {
            if (isLast(settings, attempt, signal)) {
                keep(settings, store, job, raw, signal);
            }
        };
    }

    private static boolean isLast(RunSettings settings, Attempt attempt, Signal signal) {
        return FINAL.contains(signal.verdict())
                || (signal.verdict() == Verdict.TRANSIENT
                        && attempt.number() >= settings.pace().attemptsMax());
    }

    /** Asked for before the job is buried, and so on the disk before it: a store's writes keep their order. */
    private static void keep(RunSettings settings, JobStore store, Job job, RawAnswer raw, Signal signal) {
        String body = settings.form().credential().redact(new String(raw.body(), StandardCharsets.UTF_8));
        KeptError.of(raw.head(), body, signal.message()).save(store, job.id());
    }
}
