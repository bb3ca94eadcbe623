package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.pool.Request;
import dev.forebay.pool.Reservation;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;

/** A pool that waits is healthy; one that starts nothing any more is not. */
class HealthTest {

    private static final Cost COST = Cost.of("hello").maxOutputTokens(10);

    @Test
    void whileItWaitsAPoolIsUp() {
        Context.starter()
                .withPropertyValues("forebay.pools.gpt-5-mini.limits:rpm=5,concurrency=1")
                .run(context -> {
                    Pool pool = context.getBean(Forebay.class).pool("gpt-5-mini");
                    Reservation held = pool.acquire(COST);
                    CompletableFuture<Reservation> waiting = pool.acquireAsync(Request.of(COST));
                    Health health = health(context);
                    assertEquals(Status.UP, health.getStatus());
                    String details = details(health, "gpt-5-mini");
                    assertTrue(details.contains("waiting=1, inFlight=1"), details);
                    assertTrue(details.contains("waitingFor=concurrency"), details);
                    assertTrue(details.contains("requests per PT1M={"), details);
                    assertTrue(details.contains("limit=5"), details);
                    waiting.cancel(true);
                    held.cancel();
                });
    }

    @Test
    void oneThatIsStoppedIsOutOfService() {
        Context.starter()
                .withPropertyValues("forebay.pools.gpt-5-mini.limits:rpm=5")
                .run(context -> {
                    Forebay forebay = context.getBean(Forebay.class);
                    forebay.pool("gpt-5-mini").stop("credit is used up");
                    Pool other = forebay.pool("another");
                    Health health = health(context);
                    assertEquals(Status.OUT_OF_SERVICE, health.getStatus());
                    assertTrue(details(health, "gpt-5-mini").contains("credit is used up"), health::toString);
                    assertTrue(details(health, other.name()).contains("status=UP"), health::toString);
                });
    }

    @Test
    void oneWhoseKeyIsRefusedIsDown() {
        Context.starter().run(context -> {
            Forebay forebay = context.getBean(Forebay.class);
            forebay.pool("a").stop("for a while");
            Pool pool = forebay.pool("gpt-5-mini");
            pool.acquire(COST).settle(Signal.builder(Verdict.UNAUTHORIZED).build());
            forebay.pool("z").stop("for a while");
            assertEquals(Status.DOWN, health(context).getStatus());
        });
    }

    @Test
    void oneWhoseMoneyIsSpentIsOutOfService() {
        Context.starter()
                .withPropertyValues("forebay.budget=0.0005", "forebay.pools.gpt-5-mini.limits:rpm=5")
                .run(context -> {
                    Health health = health(context);
                    assertEquals(Status.OUT_OF_SERVICE, health.getStatus());
                    assertTrue(details(health, "gpt-5-mini").contains("does not pay"), health::toString);
                    assertEquals(
                            "0.0005",
                            ((Map<?, ?>) health.getDetails().get("budget"))
                                    .get("limitDollars")
                                    .toString());
                });
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("forebayHealthIndicator", HealthIndicator.class).health();
    }

    private static String details(Health health, String pool) {
        return String.valueOf(((Map<?, ?>) health.getDetails().get("pools")).get(pool));
    }
}
