package dev.forebay.simulator.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of words that stand before what a reader looks for, in all languages at once, and those that look alike but mean
 * something else. Immutable.
 */
final class Labels {

    /** Beside these a word is part of another one, or the key of a JSON template in a prompt. */
    private static final String JOINTS = "\"-";

    /** Before the sum that is to be paid, unmistakably. */
    static final Labels TOTAL = of(
            "total due, amount due, balance due, grand total, total amount, total amount due, total incl. vat, total including vat, total to pay, amount payable",
            "gesamtbetrag, rechnungsbetrag, zu zahlen, zahlbetrag, endbetrag, summe brutto, gesamtsumme, bruttobetrag, zu zahlender betrag",
            "total ttc, net à payer, montant à payer, montant total, montant total ttc, montant total à payer, total à régler, total à payer, total général, somme totale, montant ttc",
            "total a pagar, importe total, total factura, total con iva, total general, importe a pagar",
            "totale da pagare, totale fattura, importo totale, totale iva inclusa, netto a pagare, importo da pagare, totale dovuto",
            "valor total, total da fatura, montante a pagar, total com iva, valor a pagar, montante total",
            "te betalen, totaal incl. btw, totaalbedrag, totaal te voldoen, factuurbedrag, eindtotaal, totaal te betalen",
            "do zapłaty, razem do zapłaty, razem brutto, kwota do zapłaty, suma brutto, należność ogółem, kwota brutto",
            "合計金額, ご請求金額, 請求金額, 請求金額合計, お支払金額, 税込合計, 税込金額, 御請求金額, ご請求額");

    /** Before some sum, often the one to be paid. */
    static final Labels SUM =
            of("total, totals", "summe, gesamt", "somme", "suma", "totale", "soma", "totaal", "razem", "合計");

    /** Before sums that are not the one to be paid. */
    static final Labels OTHER_SUM = of(
            "subtotal, sub-total, sub total, total excl. vat, total excluding vat, total net, net total, net amount, total vat, total tax, total discount, total items, total hours",
            "zwischensumme, nettobetrag, summe netto, gesamt netto, summe mwst",
            "sous-total, sous total, total ht, montant ht, total tva, montant total ht",
            "base imponible, importe neto, total iva, total neto",
            "totale imponibile, imponibile, subtotale, totale iva",
            "base tributável, total sem iva, total líquido",
            "subtotaal, totaal excl. btw, nettobedrag, totaal btw",
            "razem netto, suma netto, wartość netto, suma częściowa, razem vat, kwota netto",
            "小計, 税抜合計, 税抜金額, 消費税合計");

    /** Before the day of issue. */
    static final Labels DATE = of(
            "invoice date, date of issue, issue date, issued on, issued, date, dated",
            "rechnungsdatum, ausstellungsdatum, ausgestellt am, datum",
            "date de facturation, date de facture, date d'émission, émise le, émis le",
            "fecha de factura, fecha de emisión, emitida el, fecha",
            "data fattura, data di emissione, emessa il, emesso il, data",
            "data da fatura, data de emissão, emitida em",
            "factuurdatum, uitgiftedatum, opgemaakt op",
            "data wystawienia, data faktury, wystawiono dnia",
            "発行日, 請求日, 請求書発行日, 日付, 作成日");

    /** Before other days. */
    static final Labels OTHER_DATE = of(
            "due date, date due, payment due, pay by, due by, due on, order date, ordered on, delivery date, delivered on, ship date, shipping date, payment date, date of order, date of delivery, date of birth",
            "fälligkeitsdatum, zahlbar bis, fällig am, fällig, bestelldatum, bestellt am, lieferdatum, leistungsdatum, bis zum, liefertermin",
            "date d'échéance, échéance, à payer avant le, date de commande, commande du, date de livraison, date limite",
            "fecha de vencimiento, vencimiento, pagar antes del, fecha de pedido, pedido del, fecha de entrega",
            "data di scadenza, data scadenza, scadenza, pagare entro il, data ordine, ordine del, data di consegna",
            "data de vencimento, vencimento, pagar até, data da encomenda, encomenda de, data de entrega",
            "vervaldatum, te voldoen vóór, uiterste betaaldatum, besteldatum, besteld op, leverdatum",
            "termin płatności, termin zapłaty, płatne do, data zamówienia, zamówiono dnia, data sprzedaży, data dostawy",
            "お支払期限, 支払期限, 支払期日, 振込期限, ご注文日, 注文日, 受注日, 納品日, 納期");

    /** Before the company that sends the invoice. */
    static final Labels SELLER = of(
            "from, seller, supplier, issued by, vendor, sold by",
            "rechnungssteller, lieferant, verkäufer, absender",
            "vendeur, fournisseur, émetteur, émis par",
            "emisor, proveedor, vendedor, emitida por",
            "fornitore, venditore, emittente, cedente",
            "fornecedor, emitente, prestador",
            "leverancier, verkoper, afzender, opgemaakt door",
            "sprzedawca, dostawca, wystawca",
            "請求元, 発行元, 販売者");

    /** Before the company that receives it. */
    static final Labels BUYER = of(
            "bill to, billed to, customer, invoice to, ship to, to, buyer, client, attn",
            "rechnungsempfänger, rechnung an, kunde, empfänger, an",
            "facturé à, destinataire, adressé à, à",
            "facturar a, cliente, destinatario, a",
            "spett.le, fatturare a",
            "faturar a, destinatário",
            "factuur aan, klant, afnemer, aan",
            "nabywca, odbiorca, klient, dla",
            "請求先, お客様名, 宛先, 御中");

    private final Node root = new Node();

    private Labels(String... lists) {
        for (String list : lists) {
            for (String word : list.split(",\\s*")) {
                root.add(word);
            }
        }
    }

    private static Labels of(String... lists) {
        return new Labels(lists);
    }

    /** Whether one of these words occurs at all. */
    boolean occurIn(String line) {
        return !places(line).isEmpty();
    }

    /** The places of these words in a line, from left to right; of two that begin at one place, the longer. */
    List<Place> places(String line) {
        List<Place> places = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            int end = beginsAt(line, at) ? root.longest(line, at) : at;
            if (end > at) {
                places.add(new Place(at, end));
            }
            at = Math.max(at + 1, end);
        }
        return places;
    }

    /** The places of these words in a line that are no part of a longer or equal one of {@code others}. */
    List<Place> places(String line, Labels others) {
        List<Place> found = places(line);
        if (found.isEmpty()) {
            return found;
        }
        List<Place> foreign = others.places(line);
        return found.stream()
                .filter(place -> foreign.stream().noneMatch(place::isPartOf))
                .toList();
    }

    private static boolean beginsAt(String line, int at) {
        if (at == 0 || ideographic(line.charAt(at))) {
            return true;
        }
        char before = line.charAt(at - 1);
        return !(Character.isLetterOrDigit(before) && !ideographic(before)) && JOINTS.indexOf(before) < 0;
    }

    private static boolean endsAt(String line, int end) {
        if (end == line.length() || ideographic(line.charAt(end - 1))) {
            return true;
        }
        char after = line.charAt(end);
        return !Character.isLetterOrDigit(after) && JOINTS.indexOf(after) < 0;
    }

    private static boolean ideographic(char sign) {
        return sign >= 0x2E80 && Character.isLetter(sign);
    }

    /** A letter of a word, and the letters that may follow it. */
    private static final class Node {

        private final Map<Character, Node> next = new HashMap<>();
        private boolean last;

        void add(String word) {
            Node node = this;
            for (int at = 0; at < word.length(); at++) {
                node = node.next.computeIfAbsent(word.charAt(at), key -> new Node());
            }
            node.last = true;
        }

        /** The end of the longest word that begins at {@code start}, or {@code start}. */
        int longest(String line, int start) {
            int longest = start;
            Node node = next.get(Character.toLowerCase(line.charAt(start)));
            for (int at = start + 1; node != null; at++) {
                if (node.last && endsAt(line, at)) {
                    longest = at;
                }
                node = at < line.length() ? node.next.get(Character.toLowerCase(line.charAt(at))) : null;
            }
            return longest;
        }
    }

    /** Where a label stands in its line. */
    record Place(int start, int end) {

        boolean isPartOf(Place other) {
            return start < other.end && other.start < end && end - start <= other.end - other.start;
        }
    }
}
