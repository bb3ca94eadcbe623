package dev.forebay.bench.speed;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Outcome;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Usage;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reserve and settle on three limits that never bind, beside a bucket of Bucket4j with three bandwidths, of which one consume
 * takes the same amount from each, and of which a consume that is given back is what comes next to a pair. The bucket does less:
 * it has one amount for all bandwidths, no order, no settle.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PairBenchmark {

    private static final long ENDLESS = 10_000_000_000L;
    private static final Cost COST = Cost.tokens(10, 2);
    private static final Usage USAGE = Usage.tokens(9, 1);

    private final Pool pool = Pool.builder("pairs")
            .limits(Limits.parse("rpm=10000000000,itpm=10000000000,otpm=10000000000,burst=60s"))
            .build();

    private final Bucket bucket = Bucket.builder()
            .addLimit(bandwidth(1))
            .addLimit(bandwidth(2))
            .addLimit(bandwidth(3))
            .build();

    private static Bandwidth bandwidth(int minutes) {
        return Bandwidth.builder()
                .capacity(1_000 * ENDLESS)
                .refillGreedy(ENDLESS, Duration.ofMinutes(minutes))
                .build();
    }

    /** One pair of the pool. */
    @Benchmark
    public Outcome pair() {
        return pool.tryAcquire(COST).orElseThrow().settle(USAGE);
    }

    /** One consume of three bandwidths. */
    @Benchmark
    public boolean consume() {
        return bucket.tryConsume(1);
    }

    /** One consume, and its tokens given back: the two steps that a reservation has. */
    @Benchmark
    public boolean giveBack() {
        boolean consumed = bucket.tryConsume(2);
        bucket.addTokens(1);
        return consumed;
    }
}
