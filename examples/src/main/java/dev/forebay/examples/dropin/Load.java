package dev.forebay.examples.dropin;

import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one program in one way against a provider of its own. */
final class Load {

    /** Longer than any row may take; what has not ended by then counts as lost. */
    private static final long SECONDS_MAX = 300;

    private Load() {}

    static Result run(Library library, Way way, Setting setting, boolean withForebay) throws Exception {
        try (SimulatorServer provider = SimulatorServer.start(setting.options(library), 0);
                Program program = library.open(provider.baseUrl(), withForebay)) {
            ExecutorService threads = Executors.newFixedThreadPool(setting.threads());
            try {
                long begun = System.nanoTime();
                List<Future<CompletableFuture<String>>> asked = new ArrayList<>();
                for (int call = 0; call < setting.calls(); call++) {
                    String prompt = "Say the number " + call + ".";
                    asked.add(threads.submit(() -> way.ask(program, prompt)));
                }
                int succeeded = 0;
                Map<String, Integer> failures = new TreeMap<>();
                for (Future<CompletableFuture<String>> call : asked) {
                    String failure = failureOf(call);
                    if (failure.isEmpty()) {
                        succeeded++;
                    } else {
                        failures.merge(failure, 1, Integer::sum);
                    }
                }
                Duration time = Duration.ofNanos(System.nanoTime() - begun);
                return new Result(
                        setting.calls(),
                        succeeded,
                        failures,
                        provider.provider().ledger(),
                        time);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Loads the classes of library and adapter, so that no row pays for it. */
    static void warmUp(Library library) throws Exception {
        for (boolean withForebay : new boolean[] {false, true}) {
            try (SimulatorServer provider =
                            SimulatorServer.start(SimulatorOptions.builder().build(), 0);
                    Program program = library.open(provider.baseUrl(), withForebay)) {
                for (Way way : library.ways()) {
                    String answer = way.ask(program, "Say hello.").get(SECONDS_MAX, TimeUnit.SECONDS);
                    if (answer.isEmpty()) {
                        throw new IllegalStateException("no answer from " + library.jar());
                    }
                }
            }
        }
    }

    /** Why a call failed; empty if it did not. */
    private static String failureOf(Future<CompletableFuture<String>> call) throws InterruptedException {
        try {
            boolean whole = !call.get(SECONDS_MAX, TimeUnit.SECONDS)
                    .get(SECONDS_MAX, TimeUnit.SECONDS)
                    .isEmpty();
            return whole ? "" : "cut answer";
        } catch (ExecutionException failed) {
            Throwable cause = failed;
            while (cause.getCause() != null && cause instanceof ExecutionException) {
                cause = cause.getCause();
            }
            return cause.getClass().getSimpleName();
        } catch (TimeoutException late) {
            return "no end";
        }
    }
}
