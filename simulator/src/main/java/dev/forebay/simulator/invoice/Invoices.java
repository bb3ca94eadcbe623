package dev.forebay.simulator.invoice;

import dev.forebay.simulator.time.Chance;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes synthetic invoices: nine languages, six currencies, several layouts, about 630 tokens each. The same seed gives
 * the same invoices, and the first invoices of a long series are those of a short one. Stateless.
 */
public final class Invoices {

    /** The most invoices of one series. */
    public static final int MOST = 10_000_000;

    /** Of the layouts that chance proposes for one invoice, nearly every first one will do. */
    private static final int MOST_TRIES = 1000;

    private Invoices() {}

    /**
     * A series of invoices, made one by one as the stream is read.
     *
     * @param count from 1 to 10 million
     * @param seed any number
     */
    public static Stream<Invoice> generate(int count, long seed) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("number of invoices is " + count + "; allowed is 1 to 10,000,000");
        }
        return IntStream.rangeClosed(1, count).mapToObj(number -> invoice(number, seed));
    }

    private static Invoice invoice(int number, long seed) {
        Chance chance = Chance.of(seed, number);
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Draft draft = Draft.draw(chance);
            String text = Layout.text(draft, chance);
            if (clear(text, draft)) {
                return new Invoice(
                        String.format(Locale.ROOT, "inv-%04d", number),
                        text,
                        draft.seller().name(),
                        draft.amounts().canonical(draft.sums().total()),
                        draft.amounts().code(),
                        draft.days().issued().toString());
            }
        }
        throw new IllegalStateException("no clear invoice in " + MOST_TRIES + " tries for seed " + seed);
    }

    /** Whether nobody can mistake one number or company for another. */
    private static boolean clear(String text, Draft draft) {
        String total = draft.amounts().number(draft.sums().total());
        return !draft.seller().name().equals(draft.buyer().name()) && text.indexOf(total) == text.lastIndexOf(total);
    }
}
