package dev.forebay.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store whose methods can be made to fail, or to answer late, by name. One thread. */
final class FaultyStore {

    final Set<String> failing = new HashSet<>();
    /** Methods whose answers are kept back until {@link #letGo}. */
    final Set<String> late = new HashSet<>();

    private final Map<Runnable, String> kept = new LinkedHashMap<>();
    private final JobStore target;

    FaultyStore(JobStore target) {
        this.target = target;
    }

    JobStore store() {
        return (JobStore) Proxy.newProxyInstance(
                FaultyStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (failing.contains(method.getName())) {
                        return CompletableFuture.failedFuture(
                                new StoreFailedException("planted by a test", new IllegalStateException()));
                    }
                    Object answer;
                    try {
                        answer = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return late.contains(method.getName())
                            ? keepBack(method.getName(), (CompletionStage<?>) answer)
                            : answer;
                });
    }

    private <T> CompletionStage<T> keepBack(String method, CompletionStage<T> answer) {
        CompletableFuture<T> later = new CompletableFuture<>();
        T value = answer.toCompletableFuture().join();
        kept.put(() -> later.complete(value), method);
        return later;
    }

    /** Gives the answers of one method, and keeps no more of them back. */
    void letGo(String method) {
        late.remove(method);
        List<Runnable> answers = kept.keySet().stream()
                .filter(answer -> method.equals(kept.get(answer)))
                .toList();
        answers.forEach(kept::remove);
        answers.forEach(Runnable::run);
    }
}
