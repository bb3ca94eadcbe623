package dev.forebay.bench.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts of many sizes: lognormal, as sizes of documents are. */
final class Prompts {

    private static final String[] WORDS =
            "the invoice of a steady river keeps its bank while water runs under every bridge at night".split(" ");

    private static final double SIGMA = 0.8;

    private Prompts() {}

    /**
     * So many texts.
     *
     * @param medianCharacters half of them are shorter; a token has three to four
     */
    static List<String> lognormal(int count, int medianCharacters, long seed) {
        Random random = new Random(seed);
        List<String> prompts = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            double characters = medianCharacters * Math.exp(random.nextGaussian() * SIGMA);
            StringBuilder text = new StringBuilder("Document " + index + ":");
            while (text.length() < Math.min(12 * medianCharacters, characters)) {
                text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
            }
            prompts.add(text.toString());
        }
        return prompts;
    }
}
