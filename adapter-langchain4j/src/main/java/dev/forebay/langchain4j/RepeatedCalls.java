package dev.forebay.langchain4j;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a thread makes a call again right after it has failed, and warns of it once: LangChain4j's own retries stand above
 * everything that we see, on the caller's thread. Thread-safe; nothing blocks.
 */
final class RepeatedCalls {

    private static final System.Logger LOG = System.getLogger("dev.forebay.langchain4j");

    private final ThreadLocal<@Nullable Integer> failed = new ThreadLocal<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    void starts(HttpRequest request) {
        Integer before = failed.get();
        failed.remove();
        boolean again = before != null && before == hash(request);
        if (again && warned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a call was made again that had just come back through its pool as failed: the model's builder has"
                            + " no maxRetries(0). Retries multiply; set it, or use ForebayLangChain4j.configure");
        }
    }

    void ends(HttpRequest request, RuntimeException failure) {
        if (isMadeAgain(failure)) {
            failed.set(hash(request));
        }
    }

    /** LangChain4j takes 4xx as final, but for these two; whoever makes such a call again is not LangChain4j. */
    private static boolean isMadeAgain(RuntimeException failure) {
        if (failure instanceof HttpException answer) {
            int status = answer.statusCode();
            return status < 400 || status >= 500 || status == 408 || status == 429;
        }
        return true;
    }

    private static int hash(HttpRequest request) {
        return Objects.hash(request.url(), request.body());
    }
}
