package dev.forebay.providers.http;

import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Reads the exceptions of an HTTP client. */
final class FailureReader {

    /** Causes may form a ring. */
    private static final int CAUSES_MAX = 20;

    private FailureReader() {}

    static Signal signalOf(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            Signal signal = known(cause, chain);
            if (signal != null) {
                return signal;
            }
        }
        Throwable outermost = chain.get(0);
        return transientFailure("the call failed: " + outermost.getClass().getSimpleName());
    }

    private static @Nullable Signal known(Throwable cause, List<Throwable> chain) {
        if (cause instanceof CancellationException || cause instanceof InterruptedException) {
            return signal(Verdict.CANCELLED, "cancelled");
        }
        if (cause instanceof AnswerTooLongException) {
            return signal(Verdict.INVALID, textOf(cause));
        }
        if (chain.stream().anyMatch(FailureReader::isUnresolved)) {
            return signal(Verdict.UNREACHABLE, "the host's name is unknown");
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return signal(Verdict.UNREACHABLE, "no connection within the time allowed for it");
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return signal(Verdict.UNREACHABLE, "no connection: " + textOf(cause));
        }
        if (cause instanceof SSLHandshakeException) {
            return signal(Verdict.UNREACHABLE, "no secure connection: " + textOf(cause));
        }
        if (cause instanceof HttpTimeoutException) {
            return transientFailure(textOf(cause));
        }
        if (cause instanceof EOFException) {
            return transientFailure("the connection was closed before the answer was complete");
        }
        return cause instanceof IOException ? transientFailure("the connection failed: " + textOf(cause)) : null;
    }

    private static boolean isUnresolved(Throwable cause) {
        return cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException;
    }

    /** The failure and its causes, without the wrappers of futures. */
    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Throwable next = failure;
        while (next != null && chain.size() < CAUSES_MAX) {
            boolean wrapper = next instanceof CompletionException || next instanceof ExecutionException;
            if (!wrapper || next.getCause() == null) {
                chain.add(next);
            }
            next = next.getCause();
        }
        return chain.isEmpty() ? List.of(failure) : chain;
    }

    /** A client's own words hold no header: {@link RawRequest} refuses the values that a client would quote. */
    private static String textOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? words(cause) : message;
    }

    private static String words(Throwable cause) {
        return cause instanceof ConnectException ? "refused" : cause.getClass().getSimpleName();
    }

    private static Signal transientFailure(String message) {
        return signal(Verdict.TRANSIENT, message);
    }

    private static Signal signal(Verdict verdict, String message) {
        return Signal.builder(verdict).message(message).build();
    }
}
