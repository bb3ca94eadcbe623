package dev.forebay.simulator.invoice;

import dev.forebay.simulator.time.Chance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The facts of one invoice before they are laid out. Amounts are in minor units: cents, or whole yen. */
record Draft(
        Vocabulary words,
        Party seller,
        Party buyer,
        String number,
        Days days,
        AmountStyle amounts,
        List<Item> items,
        Sums sums) {

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
    private static final int DAYS = 720;
    private static final double MEDIAN_PRICE = 48;
    private static final double MEDIAN_ITEMS = 11;
    private static final int MOST_ITEMS = 45;

    /** Prime, so that each description comes once before one comes again. */
    private static final int STRIDE = 7;

    /** A company and where it sits. */
    record Party(String name, String street, String place, String town) {}

    /** The days of an invoice, as it writes them. */
    record Days(LocalDate issued, LocalDate due, LocalDate ordered, DateStyle style) {

        String write(LocalDate day) {
            return style.format(day);
        }
    }

    /** A line. */
    record Item(String description, int quantity, long price) {

        long amount() {
            return quantity * price;
        }
    }

    /** What the lines come to. */
    record Sums(long subtotal, long shipping, long tax, String rate) {

        long total() {
            return subtotal + shipping + tax;
        }
    }

    static Draft draw(Chance chance) {
        Vocabulary words = Vocabulary.ALL.get(chance.below(Vocabulary.ALL.size()));
        String[] currency = words.pick(chance, "currencies").split("=");
        AmountStyle amounts = new AmountStyle(
                words.pick(chance, "numbers", currency[0]), words.pick(chance, "money"), currency[0], currency[1]);
        LocalDate issued = FIRST_DAY.plusDays(chance.below(DAYS));
        Days days = new Days(
                issued,
                issued.plusDays(chance.between(10, 45)),
                issued.minusDays(chance.between(3, 40)),
                new DateStyle(words.pick(chance, "dates", currency[0]), words.all("months")));
        List<Item> items = items(words, chance);
        return new Draft(
                words,
                party(words, chance),
                party(words, chance),
                number(chance),
                days,
                amounts,
                items,
                sums(words, items, chance));
    }

    private static Party party(Vocabulary words, Chance chance) {
        List<String> names = words.all("name");
        int first = chance.below(names.size());
        int second = (first + 1 + chance.below(names.size() - 1)) % names.size();
        String town = words.pick(chance, "town");
        return new Party(
                words.pick(chance, "form")
                        .replace("{name}", names.get(first))
                        .replace("{name2}", names.get(second))
                        .replace("{trade}", words.pick(chance, "trade")),
                words.pick(chance, "street").replace("{n}", Integer.toString(chance.between(1, 180))),
                words.pick(chance, "address")
                        .replace("{town}", town)
                        .replace("{postcode}", code(words.pick(chance, "postcode"), chance)),
                town);
    }

    /** Replaces each # by a digit and each A by a letter. */
    static String code(String pattern, Chance chance) {
        StringBuilder code = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char sign = pattern.charAt(at);
            if (sign == '#') {
                code.append((char) ('1' + chance.below(9)));
            } else {
                code.append(sign == 'A' ? (char) ('A' + chance.below(26)) : sign);
            }
        }
        return code.toString();
    }

    private static String number(Chance chance) {
        return code(
                List.of("RE-####-####", "####/###", "AA-######", "#######", "F##-#####")
                        .get(chance.below(5)),
                chance);
    }

    private static List<Item> items(Vocabulary words, Chance chance) {
        int count = Math.min(MOST_ITEMS, 1 + (int) Math.round(chance.lognormal(MEDIAN_ITEMS, 0.6)));
        List<String> descriptions = words.all("items");
        int first = chance.below(descriptions.size());
        double perUnit = words.japanese() ? MEDIAN_PRICE * 100 : MEDIAN_PRICE;
        List<Item> items = new ArrayList<>();
        while (items.size() < Math.max(2, count)) {
            long price = Math.max(1, Math.round(chance.lognormal(perUnit, 0.9))) * (words.japanese() ? 1 : 100);
            long cents = words.japanese() ? 0 : chance.below(4) * 25L + (chance.happens(0.3) ? chance.below(25) : 0);
            String description = descriptions.get((first + items.size() * STRIDE) % descriptions.size());
            items.add(new Item(description, chance.between(1, 12), price + cents));
        }
        return List.copyOf(items);
    }

    private static Sums sums(Vocabulary words, List<Item> items, Chance chance) {
        long subtotal = items.stream().mapToLong(Item::amount).sum();
        long shipping = chance.happens(0.4) ? chance.between(450, 2990) : 0;
        String rate = words.pick(chance, "rates");
        long tax = BigDecimal.valueOf(subtotal + shipping)
                .multiply(new BigDecimal(rate.replace(',', '.')))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return new Sums(subtotal, shipping, tax, rate);
    }
}
