package dev.forebay.simulator.invoice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that no generator made. */
class InvoiceReaderTest {

    /** A text without a sum is not read any further. */
    private static final String SUM = "Total: EUR 1.00\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Total: EUR 1,234.50; 1234.50; EUR",
                "Total: EUR 1.234,50; 1234.50; EUR",
                "Total  1 234,50 €; 1234.50; EUR",
                "Grand total | CHF 1'234.50 |; 1234.50; CHF",
                "TOTAL 1234.5 USD; 1234.50; USD",
                "Amount due: $1,234; 1234.00; USD",
                "Total due by 14.04.2026: EUR 99.90; 99.90; EUR",
                "Total (incl. 19 % VAT): EUR 119.00; 119.00; EUR",
                "合計金額：￥１２，３４５; 12345; JPY",
                "ご請求金額 12,345円; 12345; JPY",
                "Razem do zapłaty: 1 234,50 zł; 1234.50; PLN",
                "Total a pagar: R$ 1.234,50; 1234.50; BRL",
                "Total: 100; 100.00; ?"
            })
    void readsAmounts(String line, String amount, String currency) {
        Extract extract = InvoiceReader.read(line);
        assertEquals(amount, extract.amount().orElse("?"));
        assertEquals(currency, extract.currency().orElse("?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Date: 2026-03-14",
                "Date: 14/03/2026",
                "Date: 14.3.26",
                "Dated 14th of March 2026",
                "Date: March 14th, 2026",
                "Date: 14 Mar 2026",
                "Rechnungsdatum ist der 14. März 2026",
                "Berlin, den 14. März 2026",
                "Lyon, le 14 mars 2026",
                "Fecha: 14 de marzo de 2026",
                "Data wystawienia: 14 marca 2026 r.",
                "発行日：2026年3月14日",
                "発行日 令和8年3月14日",
                "Due date: 2026-04-14 | Date: 2026-03-14",
                "Total: $5.00 - Date: 03/14/2026"
            })
    void readsDates(String text) {
        assertEquals(
                Optional.of(LocalDate.of(2026, 3, 14)),
                InvoiceReader.read(SUM + text).date());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Extract vendor, amount, date: Müller & Söhne Logistik GmbH, Hauptstr. 3; Müller & Söhne Logistik GmbH",
                "Invoice from Acme Tools Inc.; Acme Tools Inc.",
                "From: Harper and Cole Limited; Harper and Cole Limited",
                "Bill to: Buyer Ltd\\nSeller: Vendor Ltd; Vendor Ltd",
                "Bill to:\\nBuyer Ltd\\n1 Road\\nVendor Freight LLC\\n2 Road; Vendor Freight LLC",
                "Rechnung an: Kunde AG\\nAbsender:\\nBau Meier GmbH & Co. KG; Bau Meier GmbH & Co. KG",
                "請求元：株式会社青葉物流; 株式会社青葉物流",
                "請求先：石狩商事株式会社\\n青葉物流株式会社 東京; 青葉物流株式会社"
            })
    void readsVendors(String text, String vendor) {
        assertEquals(
                vendor,
                InvoiceReader.read(SUM + text.replace("\\n", "\n")).vendor().orElse("?"));
    }

    @Test
    void preferTheSumToBePaid() {
        Extract extract = InvoiceReader.read("""
                Acme Ltd
                Subtotal 100.00
                Total excl. VAT 100.00
                VAT 20 % 20.00
                Total 120.00
                Amount due EUR 95.00
                Total number of items: 12
                The amount due is payable within 14 days.
                Late fee EUR 40.00
                """);
        assertEquals(Optional.of("95.00"), extract.amount());
    }

    @Test
    void aTextWithoutASumIsNotReadFurther() {
        assertEquals(Extract.NOTHING, InvoiceReader.read("From: Acme Ltd\nDate: 2026-03-14"));
    }

    @Test
    void ordinaryTextIsNoInvoice() {
        assertEquals(
                false,
                InvoiceReader.read("Why is the sky blue? In total I asked 3 people in 2026.")
                        .isInvoice());
    }

    @Test
    void longAndStrangeTextsTakeLittleTime() {
        List<String> parts = List.of(
                "Abc ",
                "| ",
                "Total ",
                "Total 5 ",
                "total net ",
                "a, ",
                "date ",
                "date 1.1.",
                "From: \n",
                "株",
                "1 ",
                "12 March ");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (String part : parts) {
                InvoiceReader.read(part.repeat(200_000 / part.length()));
            }
        });
    }
}
