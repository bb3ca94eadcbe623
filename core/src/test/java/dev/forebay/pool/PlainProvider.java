package dev.forebay.pool;

import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A provider of Anthropic's kind in virtual time, for the tests of the pool: buckets in floating point, written plainly and
 * apart from the code under test. Requests and input are charged on arrival, output at the end.
 */
final class PlainProvider {

    /** A bucket, plainly. */
    static final class Bucket {
        final Dimension dimension;
        final double perNano;
        final double capacity;
        final long limit;
        final long rounding;
        double level;
        long atNanos;

        Bucket(Dimension dimension, long perMinute, double burstSeconds, long rounding, long nowNanos) {
            this.dimension = dimension;
            limit = perMinute;
            perNano = perMinute / 60e9;
            capacity = perMinute * burstSeconds / 60;
            level = capacity;
            this.rounding = rounding;
            atNanos = nowNanos;
        }

        double level(long nowNanos) {
            level = Math.min(capacity, level + perNano * (nowNanos - atNanos));
            atNanos = nowNanos;
            return level;
        }

        long shown(long nowNanos) {
            double shown = Math.max(0, Math.min(limit, level(nowNanos)));
            return rounding == 0 ? (long) Math.floor(shown) : Math.round(shown / (2.0 * rounding)) * 2 * rounding;
        }
    }

    final Map<Dimension, Bucket> buckets = new LinkedHashMap<>();
    final ManualClock clock;
    final Random random;
    final boolean headers;
    final Duration latency;
    int concurrencyCap = Integer.MAX_VALUE;
    int inFlight;
    int accepted;
    int rejected;
    double acceptedInput;
    double acceptedOutput;
    long firstNanos = Long.MIN_VALUE;
    long lastAdmissionNanos;
    int earlyAfterRetryAfter;
    private long silentUntilNanos;
    private boolean silent;

    PlainProvider(ManualClock clock, long seed, boolean headers, Duration latency) {
        this.clock = clock;
        this.random = new Random(seed);
        this.headers = headers;
        this.latency = latency;
    }

    PlainProvider limit(Dimension dimension, long perMinute, double burstSeconds) {
        long rounding = dimension.equals(Dimension.REQUESTS) ? 0 : 500;
        buckets.put(dimension, new Bucket(dimension, perMinute, burstSeconds, rounding, clock.nanoTime()));
        return this;
    }

    /** A call leaves now; {@code answer} is told when the answer is back. */
    void send(long inputTokens, long outputTokens, Consumer<Signal> answer) {
        if (silent && clock.nanoTime() - silentUntilNanos < 0) {
            earlyAfterRetryAfter++;
        }
        clock.schedule(transit(), () -> arrive(inputTokens, outputTokens, answer));
    }

    private void arrive(long inputTokens, long outputTokens, Consumer<Signal> answer) {
        long now = clock.nanoTime();
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = now;
        }
        if (inFlight >= concurrencyCap) {
            rejected++;
            Signal busy = Signal.builder(Verdict.THROTTLED_CONCURRENCY).build();
            clock.schedule(transit(), () -> answer.accept(busy));
            return;
        }
        Map<Dimension, Double> needs = Map.of(Dimension.REQUESTS, 1.0, Dimension.INPUT_TOKENS, (double) inputTokens);
        double wait = 0;
        Dimension culprit = Dimension.REQUESTS;
        for (Bucket bucket : buckets.values()) {
            double need = needs.getOrDefault(bucket.dimension, 1.0);
            double asked = need > bucket.limit ? need : Math.min(need, bucket.capacity);
            double missing = asked - bucket.level(now);
            if (missing > 1e-6 && missing / bucket.perNano > wait) {
                wait = missing / bucket.perNano;
                culprit = bucket.dimension;
            }
        }
        if (wait > 0) {
            rejected++;
            Duration retryAfter = Duration.ofSeconds((long) Math.ceil(wait / 1e9));
            Signal.Builder refusal =
                    Signal.builder(Verdict.THROTTLED_RATE).dimension(culprit).retryAfter(retryAfter);
            readings(now).forEach(refusal::reading);
            clock.schedule(transit(), () -> {
                silent = true;
                silentUntilNanos = Math.max(silentUntilNanos, clock.nanoTime() + retryAfter.toNanos());
                answer.accept(refusal.build());
            });
            return;
        }
        admit(inputTokens, outputTokens, answer, now);
    }

    private void admit(long inputTokens, long outputTokens, Consumer<Signal> answer, long now) {
        accepted++;
        inFlight++;
        acceptedInput += inputTokens;
        acceptedOutput += outputTokens;
        lastAdmissionNanos = now;
        charge(Dimension.REQUESTS, 1, now);
        charge(Dimension.INPUT_TOKENS, inputTokens, now);
        List<LimitReading> atArrival = readings(now);
        double factor = Math.exp(random.nextGaussian() * 0.2);
        clock.schedule(Duration.ofNanos((long) (latency.toNanos() * factor)), () -> {
            inFlight--;
            long end = clock.nanoTime();
            charge(Dimension.OUTPUT_TOKENS, outputTokens, end);
            Signal.Builder signal = Signal.builder(Verdict.SUCCEEDED).usage(Usage.tokens(inputTokens, outputTokens));
            if (headers) {
                atArrival.stream()
                        .filter(reading -> !reading.dimension().equals(Dimension.OUTPUT_TOKENS))
                        .forEach(signal::reading);
                readings(end).stream()
                        .filter(reading -> reading.dimension().equals(Dimension.OUTPUT_TOKENS))
                        .forEach(signal::reading);
            }
            clock.schedule(transit(), () -> answer.accept(signal.build()));
        });
    }

    private List<LimitReading> readings(long now) {
        List<LimitReading> readings = new ArrayList<>();
        if (!headers) {
            return readings;
        }
        for (Bucket bucket : buckets.values()) {
            readings.add(new LimitReading(
                    bucket.dimension,
                    Duration.ofMinutes(1),
                    bucket.limit,
                    bucket.shown(now),
                    bucket.rounding,
                    java.util.Optional.empty()));
        }
        return readings;
    }

    private void charge(Dimension dimension, double permits, long now) {
        Bucket bucket = buckets.get(dimension);
        if (bucket != null) {
            bucket.level(now);
            bucket.level -= permits;
        }
    }

    private Duration transit() {
        return Duration.ofNanos((long) (random.nextDouble() * 40e6));
    }

    /** The time that the limits need for the accepted work, the burst credited, over the time that it took. */
    double share() {
        double needNanos = 0;
        for (Bucket bucket : buckets.values()) {
            double work = bucket.dimension.equals(Dimension.REQUESTS)
                    ? accepted
                    : bucket.dimension.equals(Dimension.INPUT_TOKENS) ? acceptedInput : acceptedOutput;
            needNanos = Math.max(needNanos, (work - bucket.capacity) / bucket.perNano);
        }
        return needNanos / (lastAdmissionNanos - firstNanos);
    }
}
