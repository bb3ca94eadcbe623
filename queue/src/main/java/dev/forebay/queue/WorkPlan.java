package dev.forebay.queue;

import dev.forebay.money.Price;
import dev.forebay.pool.Pool;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import dev.forebay.time.Randomness;
import java.util.Optional;
import java.util.concurrent.Executor;

/** All that a work needs to know. Immutable. */
record WorkPlan<R>(
        JobStore store,
        Pool pool,
        Handler<R> handler,
        Save<R> save,
        String owner,
        Clock clock,
        Randomness randomness,
        RetryPolicy retryPolicy,
        Optional<Price> price,
        WorkListener listener,
        Executor executor,
        boolean endsWhenFinished) {}
