package dev.forebay.bench.speed;

import dev.forebay.limit.Limits;
import dev.forebay.pool.Cost;
import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
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

/** A whole call through the pool when nothing binds and the call itself takes no time: what the pool adds. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AddedBenchmark {

    private static final Cost COST = Cost.tokens(10, 2);
    private static final Signal SUCCEEDED = Signal.succeeded(Usage.tokens(9, 1));

    private final Pool pool = Pool.builder("added")
            .limits(Limits.parse("rpm=10000000000,itpm=10000000000,otpm=10000000000,burst=60s"))
            .build();

    /** One call. */
    @Benchmark
    public String call() throws Exception {
        return pool.call(COST, attempt -> {
            attempt.settle(SUCCEEDED);
            return "answer";
        });
    }
}
