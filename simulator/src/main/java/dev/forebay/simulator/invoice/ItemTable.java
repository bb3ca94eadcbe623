package dev.forebay.simulator.invoice;

import dev.forebay.simulator.invoice.Draft.Item;
import dev.forebay.simulator.time.Chance;
import java.util.List;

/** The lines of an invoice: columns, bars or bullets. Not thread-safe. */
final class ItemTable {

    private static final int[] WIDTHS = {36, -6, -14, -14};

    private final Draft draft;
    private final Chance chance;
    private final Page page;

    ItemTable(Draft draft, Chance chance, Page page) {
        this.draft = draft;
        this.chance = chance;
        this.page = page;
    }

    /** Writes the lines; with a header that names the currency if nothing else will. */
    void write(boolean currencyInHeader) {
        int style = currencyInHeader ? chance.below(2) : chance.below(3);
        String currency = currencyInHeader ? " (" + draft.amounts().code() + ")" : "";
        if (style < 2) {
            cells(style, List.of(pick("item"), pick("quantity"), pick("price") + currency, pick("amount") + currency));
        }
        draft.items().forEach(item -> item(style, item));
        page.gap();
    }

    private void item(int style, Item item) {
        String price = draft.amounts().number(item.price());
        String amount = draft.amounts().number(item.amount());
        if (style < 2) {
            cells(style, List.of(item.description(), Integer.toString(item.quantity()), price, amount));
        } else {
            page.line("- " + item.quantity() + " x " + item.description() + ": "
                    + draft.amounts().money(item.amount()));
        }
    }

    private void cells(int style, List<String> cells) {
        if (style == 0) {
            page.bars(cells);
        } else {
            page.columns(cells, WIDTHS);
        }
    }

    private String pick(String key) {
        return draft.words().pick(chance, key);
    }
}
