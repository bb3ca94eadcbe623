package dev.forebay.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.providers.Answer;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Counters;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.JobSnapshot;
import dev.forebay.signal.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the lines of the results file and of the file of failures. Stateless. */
public final class ResultLine {

    private ResultLine() {}

    /**
     * The line of a job that succeeded.
     *
     * @param counters the successful attempt included
     * @param costMicros of all its attempts; empty if the price is not known
     */
    public static Bytes succeeded(String id, Answer answer, Counters counters, OptionalLong costMicros) {
        ObjectNode line = Json.object()
                .put("id", id)
                .put("status", "succeeded")
                .put("text", answer.text())
                .put("stop_reason", answer.stopReason().orElse(null));
        if (answer.isTruncated()) {
            line.put("truncated", true);
        }
        if (answer.isRefused()) {
            line.put("refused", true);
        }
        Optional<Usage> usage = answer.usage();
        ObjectNode tokens = line.putObject("usage");
        tokens.put("input_tokens", usage.map(Usage::promptTokens).orElse(null));
        tokens.put("output_tokens", usage.map(Usage::outputTokens).orElse(null));
        return Bytes.utf8(Json.line(ending(line, counters, costMicros)));
    }

    /**
     * The line of a job that was given up.
     *
     * @param priced whether the price is known, so that a cost of 0 means 0
     */
    public static String failed(DeadLetter letter, boolean priced) {
        JobSnapshot job = letter.job();
        ObjectNode line = Json.object()
                .put("id", job.id())
                .put("status", "failed")
                .put("error", job.reason().orElse("unknown"));
        OptionalLong cost = priced || job.costMicros() > 0 ? OptionalLong.of(job.costMicros()) : OptionalLong.empty();
        return Json.line(ending(line, job.counters(), cost));
    }

    private static ObjectNode ending(ObjectNode line, Counters counters, OptionalLong costMicros) {
        line.put("attempts", counters.attempts()).put("throttles", counters.throttles());
        return costMicros.isPresent()
                ? line.put("cost_usd", Json.dollars(costMicros.getAsLong()))
                : line.putNull("cost_usd");
    }
}
