package dev.forebay.simulator;

import dev.forebay.simulator.answer.Speech;
import dev.forebay.simulator.answer.Tokenizer;
import dev.forebay.simulator.time.Chance;
import dev.forebay.simulator.wire.Completion;
import dev.forebay.simulator.wire.Prompt;
import java.util.List;

/** The simulated model: what it says to a prompt, and in how many tokens. Stateless. */
final class Model {

    /** Most answers take a little more than their text alone; none takes less. */
    private static final double TYPICAL_OVERHEAD = 1.1;

    private static final double OVERHEAD_SIGMA = 0.12;
    private static final double EXTRA_SIGMA = 0.4;

    private Model() {}

    /**
     * Answers a prompt.
     *
     * @param extraTokens the median of tokens beyond the text
     */
    static Completion complete(Prompt prompt, int extraTokens, Chance chance) {
        String text = Speech.answerTo(prompt.text());
        long spoken = Tokenizer.count(text);
        double overhead = Math.max(1, chance.lognormal(TYPICAL_OVERHEAD, OVERHEAD_SIGMA));
        double extra = extraTokens == 0 ? 0 : chance.lognormal(extraTokens, EXTRA_SIGMA);
        long wanted = Math.round(spoken * overhead + extra);
        long most = prompt.maxTokens().orElse(Long.MAX_VALUE);
        boolean truncated = spoken > most;
        List<String> pieces = Speech.pieces(truncated ? cut(text, most, spoken) : text);
        return new Completion(pieces, prompt.inputTokens(), Math.min(wanted, most), truncated);
    }

    private static String cut(String text, long most, long spoken) {
        int end = (int) (text.length() * most / spoken);
        boolean splits = end > 0 && end < text.length() && Character.isLowSurrogate(text.charAt(end));
        return text.substring(0, splits ? end - 1 : end);
    }
}
