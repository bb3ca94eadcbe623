package dev.forebay.bench.virtual;

import dev.forebay.simulator.time.Chance;
import java.util.ArrayList;
import java.util.List;

/** Documents of many sizes: lognormal, as sizes of documents are. Stateless. */
final class Workload {

    /** What every call of the laboratory allows for its answer. */
    static final int MAX_TOKENS = 1_024;

    private static final double MEDIAN_INPUT_TOKENS = 1_500;
    private static final double INPUT_SIGMA = 0.8;

    /** Below the smallest limit a minute of the table, which would refuse a larger one for ever. */
    static final long INPUT_TOKENS_MAX = 20_000;

    private static final double MEDIAN_OUTPUT_TOKENS = 200;
    private static final double OUTPUT_SIGMA = 0.4;
    private static final double BYTES_PER_TOKEN = 3.3;

    /** No tokenizer is a function of lengths: with one text it is off by so much this way, with the next that way. */
    private static final double BYTES_SPREAD = 0.04;

    private static final double FRAME_TOKENS = 8;

    private Workload() {}

    /** So many documents, none above this size; the same seed gives the same. */
    static List<Document> lognormal(int count, long inputTokensMax, long seed) {
        Chance chance = new Chance(seed);
        List<Document> documents = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            double tokens = Math.min(inputTokensMax - FRAME_TOKENS, chance.lognormal(MEDIAN_INPUT_TOKENS, INPUT_SIGMA));
            double deviation = 1 + BYTES_SPREAD * (2 * chance.uniform() - 1);
            double output = Math.max(1, chance.lognormal(MEDIAN_OUTPUT_TOKENS, OUTPUT_SIGMA));
            documents.add(new Document(
                    Math.round(tokens * BYTES_PER_TOKEN * deviation),
                    Math.round(tokens + FRAME_TOKENS),
                    Math.round(output)));
        }
        return documents;
    }
}
