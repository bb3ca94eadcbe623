package dev.forebay.spring;

import dev.forebay.money.Budget;
import dev.forebay.pool.Outcome;
import dev.forebay.pool.Pool;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.pool.Snapshot;
import dev.forebay.pool.Why;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the pools let calls through: up while they only wait or are throttled, since that is what a pool is for; out of
 * service if one stopped for want of money or quota, or was told to; down if the provider refuses the key or the model. Thread-safe; a
 * pool's lock is held for some microseconds, nothing else blocks.
 */
final class ForebayHealthIndicator implements HealthIndicator {

    private final PoolsByProperty pools;

    ForebayHealthIndicator(PoolsByProperty pools) {
        this.pools = pools;
    }

    @Override
    public Health health() {
        Map<String, Object> details = new LinkedHashMap<>();
        Status worst = Status.UP;
        for (Pool pool : pools.forebay().pools()) {
            Status status = status(pool);
            details.put(pool.name(), details(pool, status));
            worst = status.equals(Status.DOWN) || worst.equals(Status.UP) ? status : worst;
        }
        Health.Builder health = new Health.Builder(worst).withDetail("pools", details);
        pools.budget().ifPresent(budget -> health.withDetail("budget", details(budget)));
        return health.build();
    }

    private Status status(Pool pool) {
        Optional<PoolStoppedException> stopped = pool.stopped();
        if (stopped.isEmpty()) {
            return pools.isBudgetSpent(pool.name()) ? Status.OUT_OF_SERVICE : Status.UP;
        }
        return stopped.get().kind() == Outcome.Kind.REFUSED ? Status.DOWN : Status.OUT_OF_SERVICE;
    }

    private Map<String, Object> details(Pool pool, Status status) {
        Snapshot snapshot = pool.snapshot();
        Why why = pool.why();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", status.getCode());
        reason(pool).ifPresent(reason -> details.put("stopped", reason));
        details.put("waiting", snapshot.waiting());
        details.put("inFlight", snapshot.inFlight());
        details.put("throttles", snapshot.throttles());
        if (snapshot.waiting() > 0) {
            details.put("waitingFor", why.binding());
            why.startsIn().ifPresent(time -> details.put("startsInMillis", time.toMillis()));
        }
        Map<String, Object> limits = new LinkedHashMap<>();
        snapshot.meters()
                .forEach(meter -> limits.put(
                        meter.dimension().words() + " per " + meter.period(),
                        Map.of("limit", meter.limit(), "level", Math.floor(meter.level()))));
        details.put("limits", limits);
        return details;
    }

    private Optional<String> reason(Pool pool) {
        return pool.stopped()
                .map(stop -> String.valueOf(stop.getMessage()))
                .or(() -> pools.isBudgetSpent(pool.name())
                        ? Optional.of("what is left of forebay.budget does not pay another answer")
                        : Optional.empty());
    }

    private static Map<String, Object> details(Budget budget) {
        return Map.of(
                "limitDollars", dollars(budget.limitNanoDollars()), "spentDollars", dollars(budget.spentNanoDollars()));
    }

    private static BigDecimal dollars(long nanoDollars) {
        return BigDecimal.valueOf(nanoDollars, 9).stripTrailingZeros();
    }
}
