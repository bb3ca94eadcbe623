package dev.forebay.spring;

import dev.forebay.Forebay;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolBuilder;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import dev.forebay.providers.prices.ModelPools;
import dev.forebay.providers.prices.Prices;
import dev.forebay.signal.Usage;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools of the context's {@link Forebay}, made as the properties say: those that are named at once, the others when a
 * model or a call needs them. Thread-safe; nothing blocks.
 */
final class PoolsByProperty {

    /** What an answer may cost if nobody has said: a page of text. */
    private static final long OUTPUT_TOKENS = 1_000;

    private final Forebay forebay;
    private final ForebayProperties properties;
    private final Optional<Budget> budget;
    private final Map<String, Long> answerNanoDollars = new ConcurrentHashMap<>();

    PoolsByProperty(Forebay forebay, ForebayProperties properties) {
        this.forebay = forebay;
        this.properties = properties;
        budget = Optional.ofNullable(properties.budget())
                .map(dollars -> Invalid.orRead("forebay.budget", dollars, () -> Budget.dollars(dollars)));
        String limits = properties.limits();
        if (limits != null) {
            PoolLimits.read("forebay.limits", limits);
        }
        properties.pools().keySet().forEach(this::make);
    }

    Forebay forebay() {
        return forebay;
    }

    Optional<Budget> budget() {
        return budget;
    }

    private void make(String name) {
        String named = own(name).provider();
        Provider provider = named == null
                ? PoolNames.providerOf(name)
                : Invalid.orRead(PoolNames.property(name, "provider"), named, () -> Provider.named(named));
        PoolNames.mistake(name, provider).ifPresent(mistake -> {
            throw Invalid.value("forebay.pools", name, mistake);
        });
        open(provider, name, OptionalLong.empty());
    }

    /** Makes the pool of this model, so that it can be seen before the first call. */
    void open(Provider provider, String model, OptionalLong maxOutputTokens) {
        Pool pool = PoolsByModel.in(forebay)
                .options((asked, builder) -> options(provider, asked, builder))
                .poolOf(provider, Optional.of(model));
        price(pool.name(), model)
                .ifPresent(price -> answerNanoDollars.put(
                        pool.name(), price.nanoDollars(Usage.tokens(0, maxOutputTokens.orElse(OUTPUT_TOKENS)))));
    }

    /** Whether money is left for an answer of the longest that this pool's model gives by default. */
    boolean isBudgetSpent(String pool) {
        return budget.filter(money -> money.room(answerNanoDollars.getOrDefault(pool, 1L)) == Budget.Room.NEVER)
                .isPresent();
    }

    /** What a pool is made with, for a call of this model. */
    PoolBuilder options(Provider provider, String model, PoolBuilder builder) {
        String name = ModelPools.dated().poolOf(provider.name(), model);
        String own = own(name).limits();
        String text = own == null ? properties.limits() : own;
        if (text != null) {
            String property = own == null ? "forebay.limits" : PoolNames.property(name, "limits");
            builder = builder.limits(PoolLimits.of(property, text, provider, name));
        }
        Optional<Price> price = price(name, model);
        if (budget.isEmpty()) {
            return price.isPresent() ? builder.price(price.get()) : builder;
        }
        return builder.budget(
                budget.get(),
                price.orElseThrow(() -> Invalid.value(
                        "forebay.budget",
                        String.valueOf(properties.budget()),
                        "the price of " + model + " is not known, so a budget cannot be kept; give it as "
                                + PoolNames.property(name, "price") + "=in=2,out=10")));
    }

    private Optional<Price> price(String name, String model) {
        @Nullable String text = own(name).price();
        return text == null
                ? Prices.dated().of(model, 0)
                : Optional.of(Invalid.orRead(PoolNames.property(name, "price"), text, () -> Price.parse(text)));
    }

    private ForebayProperties.PoolProperties own(String name) {
        return properties.pools().getOrDefault(name, ForebayProperties.PoolProperties.NONE);
    }
}
