package dev.forebay.simulator.invoice;

import dev.forebay.simulator.invoice.Labels.Place;
import java.util.List;
import java.util.Optional;

/**
 * Finds the sum to be paid: the amount behind or below a word for it. A word that says so unmistakably beats a mere
 * "total"; an amount with a currency beats a bare number, which counts only if nothing else stands with it. Of two equal
 * ones the later is the sum, since sums stand at the end. Stateless.
 */
final class TotalReader {

    private static final int UNMISTAKABLE = 10;
    private static final int WITH_CURRENCY = 3;
    private static final int WITH_DECIMALS = 2;
    private static final int BARE = 1;

    private record Candidate(Amount amount, int weight) {}

    private TotalReader() {}

    static Optional<Amount> read(Sheet sheet) {
        Candidate best = null;
        for (int line = 0; line < sheet.lines().size(); line++) {
            best = better(best, candidate(sheet, line, Labels.TOTAL, UNMISTAKABLE));
            best = better(best, candidate(sheet, line, Labels.SUM, 0));
        }
        return Optional.ofNullable(best).map(Candidate::amount);
    }

    private static @org.jspecify.annotations.Nullable Candidate better(
            @org.jspecify.annotations.Nullable Candidate best, Optional<Candidate> candidate) {
        return candidate
                .filter(found -> best == null || found.weight() >= best.weight())
                .orElse(best);
    }

    private static Optional<Candidate> candidate(Sheet sheet, int line, Labels labels, int weight) {
        String text = sheet.lines().get(line);
        List<Place> places = labels.places(text, Labels.OTHER_SUM);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        String rest = text.substring(places.get(places.size() - 1).end());
        Optional<Amount> behind = best(rest);
        if (behind.isEmpty() && Amount.allIn(rest).isEmpty() && onlyLabel(text, places)) {
            behind = best(sheet.below(line)).filter(amount -> alone(sheet.below(line), amount));
        }
        return behind.map(amount -> new Candidate(amount, weight + quality(amount)));
    }

    private static Optional<Amount> best(String text) {
        Amount best = null;
        for (Amount amount : Amount.allIn(text)) {
            if ((quality(amount) > BARE || alone(text, amount)) && (best == null || quality(amount) > quality(best))) {
                best = amount;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int quality(Amount amount) {
        return amount.currency().isPresent() ? WITH_CURRENCY : amount.decimals() ? WITH_DECIMALS : BARE;
    }

    /** Whether nothing but signs stands around an amount. */
    private static boolean alone(String text, Amount amount) {
        String around = text.substring(0, amount.start()) + text.substring(amount.end());
        return around.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private static boolean onlyLabel(String text, List<Place> places) {
        return places.size() == 1
                && places.get(0).start() == 0
                && text.length() - places.get(0).end() <= 1;
    }
}
