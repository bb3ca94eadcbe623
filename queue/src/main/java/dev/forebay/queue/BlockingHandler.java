package dev.forebay.queue;

import dev.forebay.pool.Attempt;
import dev.forebay.pool.Cost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Runs blocking code on an executor. Thread-safe. */
final class BlockingHandler<R> implements Handler<R> {

    private final Executor executor;
    private final Function<Candidate, Cost> cost;
    private final Handler.Blocking<R> code;

    BlockingHandler(Executor executor, Function<Candidate, Cost> cost, Handler.Blocking<R> code) {
        this.executor = executor;
        this.cost = cost;
        this.code = code;
    }

    @Override
    public Cost cost(Candidate job) {
        return cost.apply(job);
    }

    @Override
    public CompletionStage<R> handle(Job job, Attempt attempt) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        FutureTask<Boolean> task = new FutureTask<>(() -> run(job, attempt, answer));
        // A task knows how to interrupt its own run and nothing that the thread does afterwards.
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                task.cancel(true);
            }
        });
        executor.execute(task);
        return answer;
    }

    private boolean run(Job job, Attempt attempt, CompletableFuture<R> answer) {
        try {
            return answer.complete(code.handle(job, attempt));
        } catch (Exception | Error e) {
            return answer.completeExceptionally(e);
        }
    }
}
