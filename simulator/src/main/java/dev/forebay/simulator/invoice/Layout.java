package dev.forebay.simulator.invoice;

import dev.forebay.simulator.invoice.Draft.Party;
import dev.forebay.simulator.time.Chance;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a draft out as text, each time in another way: the parts of an invoice have a few styles each, and these combine
 * freely. The total stands on the page exactly once, so that whoever edits it by hand leaves no second one behind. Not
 * thread-safe.
 */
final class Layout {

    private static final int LABEL_WIDTH = 26;

    private final Draft draft;
    private final Chance chance;
    private final Page page = new Page();
    private final boolean dateInLetter;
    private final boolean currencyInHeader;

    private Layout(Draft draft, Chance chance) {
        this.draft = draft;
        this.chance = chance;
        this.dateInLetter = chance.happens(0.2);
        this.currencyInHeader = chance.happens(0.15);
    }

    static String text(Draft draft, Chance chance) {
        Layout layout = new Layout(draft, chance);
        layout.write();
        return layout.page.toString();
    }

    private void write() {
        boolean buyerFirst = chance.happens(0.2);
        if (buyerFirst) {
            buyer();
        }
        seller(buyerFirst);
        if (!buyerFirst) {
            buyer();
        }
        if (dateInLetter) {
            page.line(pick("place")
                    .replace("{town}", draft.seller().town())
                    .replace("{date}", draft.days().write(draft.days().issued())));
            page.gap();
        }
        page.line(pick("title"));
        page.gap();
        particulars();
        letter();
        new ItemTable(draft, chance, page).write(currencyInHeader);
        totals();
        notes();
        page.line(pick("closing"));
    }

    private void seller(boolean labelNeeded) {
        Party seller = draft.seller();
        int style = labelNeeded ? chance.below(2) : chance.below(4);
        if (style == 0) {
            page.line(pick("seller") + ": " + seller.name());
            address(seller);
        } else if (style == 1) {
            page.line(pick("seller") + ":");
            page.line(seller.name());
            address(seller);
        } else if (style == 2) {
            page.line(seller.name() + " · " + seller.street() + " · " + seller.place());
        } else {
            page.line(seller.name());
            address(seller);
        }
        page.gap();
    }

    private void buyer() {
        page.line(pick("buyer") + ":" + (chance.happens(0.5) ? " " : "\n")
                + draft.buyer().name());
        address(draft.buyer());
        page.gap();
    }

    private void address(Party party) {
        page.line(party.street());
        page.line(party.place());
    }

    private void particulars() {
        List<List<String>> fields = new ArrayList<>();
        fields.add(List.of(pick("number"), draft.number()));
        if (chance.happens(0.4)) {
            fields.add(List.of(pick("order"), draft.days().write(draft.days().ordered())));
        }
        if (!dateInLetter) {
            fields.add(List.of(pick("date"), draft.days().write(draft.days().issued())));
        }
        if (chance.happens(0.7)) {
            fields.add(
                    chance.below(fields.size() + 1),
                    List.of(pick("due"), draft.days().write(draft.days().due())));
        }
        if (chance.happens(0.5)) {
            fields.add(List.of(pick("account"), Draft.code("######", chance)));
        }
        int style = chance.below(3);
        if (style == 0) {
            page.bars(fields.stream().map(field -> field.get(0)).toList());
            page.bars(fields.stream().map(field -> field.get(1)).toList());
        } else {
            fields.forEach(field -> field(style == 1, field.get(0), field.get(1)));
        }
        page.gap();
    }

    private void field(boolean aligned, String label, String value) {
        if (aligned) {
            page.columns(List.of(label, value), LABEL_WIDTH, 0);
        } else {
            page.line(label + ": " + value);
        }
    }

    private void letter() {
        if (chance.happens(0.6)) {
            page.line(pick("greeting").replace("{person}", pick("person")));
            page.line(pick("intro"));
            page.gap();
        }
    }

    private void totals() {
        AmountStyle amounts = draft.amounts();
        Draft.Sums sums = draft.sums();
        int style = chance.below(3);
        sum(style, pick("subtotal"), amounts.number(sums.subtotal()));
        if (sums.shipping() > 0) {
            sum(style, pick("shipping"), amounts.number(sums.shipping()));
        }
        sum(style, pick("tax").replace("{rate}", sums.rate()), amounts.number(sums.tax()));
        String total = currencyInHeader ? amounts.number(sums.total()) : amounts.money(sums.total());
        if (chance.happens(0.2)) {
            page.gap();
            page.line(pick("prose").replace("{total}", amounts.money(sums.total())));
        } else if (chance.happens(0.15)) {
            page.line(pick("total"));
            page.line(total);
        } else {
            sum(style, pick("total"), total);
        }
        page.gap();
    }

    private void sum(int style, String label, String amount) {
        if (style == 0) {
            page.bars(List.of(label, amount));
        } else if (style == 1) {
            page.line(label + ": " + amount);
        } else {
            page.columns(List.of(label, amount), LABEL_WIDTH, -14);
        }
    }

    private void notes() {
        List<String> notes = new ArrayList<>(draft.words().all("notes"));
        int count = chance.between(3, notes.size());
        for (int written = 0; written < count; written++) {
            page.line(fill(notes.remove(chance.below(notes.size()))));
        }
        page.gap();
        if (chance.happens(0.7)) {
            page.line(pick("bank") + ": IBAN " + Draft.code("AA## #### #### #### ####", chance) + ", BIC "
                    + Draft.code("AAAAAA##", chance));
        }
        if (chance.happens(0.6)) {
            page.line(pick("vat") + " " + Draft.code("AA#########", chance));
        }
        page.gap();
    }

    private String fill(String note) {
        return note.replace("{due}", draft.days().write(draft.days().due()))
                .replace("{ordered}", draft.days().write(draft.days().ordered()))
                .replace("{number}", draft.number())
                .replace("{town}", draft.seller().town())
                .replace(
                        "{fee}",
                        draft.amounts()
                                .money(
                                        draft.words().japanese()
                                                ? chance.between(500, 9000)
                                                : 100L * chance.between(5, 90)));
    }

    private String pick(String key) {
        return draft.words().pick(chance, key);
    }
}
