package dev.forebay.cli;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.run.CallForm;
import dev.forebay.cli.run.RunSettings;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.providers.prices.Prices;
import dev.forebay.retry.RetryPolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast, how often and for how much. Not thread-safe. */
final class PaceOptions {

    /** As long as a month's quota lasts. */
    private static final Duration DEADLINE_MAX = Duration.ofDays(31);

    @Option(
            names = "--limits",
            paramLabel = "LIST",
            description =
                    "The provider's limits as far as you know them, such as rpm=1200,itpm=600k,otpm=120k,burst=10s;"
                            + " also tpm, rpd, tpd, concurrency, share=1/4 for one of four processes that share the key, and"
                            + " day-zone=UTC if limits by the day come back at midnight there."
                            + " org asks the provider's admin endpoint for them, with the key in ANTHROPIC_ADMIN_KEY or"
                            + " OPENAI_ADMIN_KEY; what stands beside it, as in org,burst=10s, counts where it is smaller."
                            + " Default: learned from the provider's headers.")
    private @Nullable String limits;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            converter = WholeNumber.OneOrMore.class,
            description = "Calls in flight at most. Default: as many as the limits allow and the heap holds.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            converter = WholeNumber.Attempts.class,
            description = "Attempts for a job whose calls fail; a 429 is no attempt. Default: ${DEFAULT-VALUE}.")
    private int maxAttempts = 5;

    @Option(
            names = "--budget",
            paramLabel = "DOLLARS",
            description = "The most that all runs on this store may cost together; never exceeded. Default: no bound.")
    private @Nullable String budget;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description =
                    "Your own prices by model, as {\"model\":{\"in\":2,\"out\":10}}; they win over the dated table.")
    private @Nullable Path prices;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description =
                    "Starts no call after so long, such as 2h; those in flight end, and the run ends with 3. Default:"
                            + " none.")
    private @Nullable String deadline;

    @Option(
            names = "--price",
            paramLabel = "in=2,out=10",
            description = "Dollars per million tokens. Default: from a dated table.")
    private @Nullable String price;

    /**
     * How fast, how often and for how much. Asks the provider for the limits if it was told so, after all else was looked at.
     *
     * @param environment where an admin key may be
     */
    RunSettings.Pace settings(CallForm form, Map<String, String> environment) {
        Optional<LimitsText> text = Optional.ofNullable(limits).map(LimitsText::parse);
        String modelName = form.model().name();
        Optional<Price> cost = price == null ? known().of(modelName, 0) : Optional.of(Price.parse(price));
        if (budget != null && cost.isEmpty()) {
            throw UserException.usage("the price of " + modelName
                    + " is not known, so a budget cannot be kept; give it with --price in=2,out=10");
        }
        RetryPolicy.DEFAULT.withMaxAttempts(maxAttempts);
        Optional<BigDecimal> most = Optional.ofNullable(budget).map(PaceOptions::dollars);
        Optional<Duration> end =
                Optional.ofNullable(deadline).map(time -> OptionText.duration("--deadline", time, DEADLINE_MAX));
        Optional<Limits> told = text.flatMap(given -> given.ask(form, environment));
        Limits known = text.map(given -> given.with(told)).orElse(Limits.unknown());
        return new RunSettings.Pace(
                concurrency == null ? known : known.withConcurrency(concurrency), told, maxAttempts, cost, most, end);
    }

    private Prices known() {
        return prices == null ? Prices.dated() : PriceFile.read(prices);
    }

    private static BigDecimal dollars(String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("--budget is '" + text + "'; give dollars, such as 5 or 0.50");
        }
        BigDecimal dollars = new BigDecimal(text);
        Budget.dollars(dollars);
        return dollars;
    }
}
