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
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

/** Reads the exceptions of an HTTP client. */
final class FailureReader {

    /** Causes may form a ring. */
    private static final int CAUSES_MAX = 20;

    private FailureReader() {}

    static Signal signalOf(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (chain.stream().anyMatch(FailureReader::isUnresolved)) {
            return signal(Verdict.UNREACHABLE, "the host's name is unknown");
        }
        // A client may wrap what it met in an exception of a more general kind.
        return first(chain, FailureReader::precise)
                .or(() -> first(chain, FailureReader::general))
                .orElseGet(() -> transientFailure(
                        "the call failed: " + chain.get(0).getClass().getSimpleName()));
    }

    private static Optional<Signal> first(List<Throwable> chain, Function<Throwable, Optional<Signal>> reader) {
        return chain.stream().map(reader).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Signal> precise(Throwable cause) {
        if (cause instanceof CancellationException || cause instanceof InterruptedException) {
            return Optional.of(signal(Verdict.CANCELLED, "cancelled"));
        }
        if (cause instanceof AnswerTooLongException) {
            return Optional.of(signal(Verdict.INVALID, textOf(cause)));
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return Optional.of(signal(Verdict.UNREACHABLE, "no connection within the time allowed for it"));
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Optional.of(signal(Verdict.UNREACHABLE, "no connection: " + textOf(cause)));
        }
        if (cause instanceof SSLHandshakeException) {
            return Optional.of(signal(Verdict.UNREACHABLE, "no secure connection: " + certificate(cause)));
        }
        return Optional.empty();
    }

    private static Optional<Signal> general(Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return Optional.of(transientFailure(textOf(cause)));
        }
        if (cause instanceof EOFException) {
            return Optional.of(transientFailure("the connection was closed before the answer was complete"));
        }
        return cause instanceof IOException
                ? Optional.of(transientFailure("the connection failed: " + textOf(cause)))
                : Optional.empty();
    }

    /** What is wrong with the certificate; a client's own words for it are the names of its classes. */
    private static String certificate(Throwable handshake) {
        List<Throwable> chain = chain(handshake);
        if (chain.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return "the server's certificate has expired";
        }
        boolean untrusted = chain.stream().anyMatch(CertPathBuilderException.class::isInstance);
        return untrusted
                ? "the server's certificate comes from an authority that is not trusted here"
                : textOf(handshake);
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

    /**
     * A client's own words hold no header of ours: {@link RawRequest} refuses the values that a client would quote. They may
     * quote what a server sent that was no HTTP.
     */
    private static String textOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? words(cause) : message.replaceAll("\\p{Cc}+", " ");
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
