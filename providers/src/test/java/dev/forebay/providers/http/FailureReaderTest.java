package dev.forebay.providers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.signal.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReaderTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException(), Verdict.UNREACHABLE, "no connection: refused"),
                Arguments.of(new ConnectException("Connection refused"), Verdict.UNREACHABLE, null),
                Arguments.of(
                        caused(new ConnectException(), new UnresolvedAddressException()),
                        Verdict.UNREACHABLE,
                        "the host's name is unknown"),
                Arguments.of(new UnknownHostException("api.example"), Verdict.UNREACHABLE, null),
                Arguments.of(new NoRouteToHostException("No route to host"), Verdict.UNREACHABLE, null),
                Arguments.of(new HttpConnectTimeoutException("connect timed out"), Verdict.UNREACHABLE, null),
                Arguments.of(new SSLHandshakeException("bad certificate"), Verdict.UNREACHABLE, null),
                Arguments.of(
                        caused(new SSLHandshakeException("PKIX"), new CertPathBuilderException("no path")),
                        Verdict.UNREACHABLE,
                        "no secure connection: the server's certificate comes from an authority that is not trusted"
                                + " here"),
                Arguments.of(
                        caused(
                                new SSLHandshakeException("PKIX"),
                                new CertPathValidatorException("PKIX", new CertificateExpiredException())),
                        Verdict.UNREACHABLE,
                        "no secure connection: the server's certificate has expired"),
                Arguments.of(new SSLException("closed"), Verdict.TRANSIENT, null),
                Arguments.of(new HttpTimeoutException("request timed out"), Verdict.TRANSIENT, "request timed out"),
                Arguments.of(
                        new SocketException("Connection reset"),
                        Verdict.TRANSIENT,
                        "the connection failed: Connection reset"),
                Arguments.of(
                        new ClosedChannelException(),
                        Verdict.TRANSIENT,
                        "the connection failed: ClosedChannelException"),
                Arguments.of(new EOFException(), Verdict.TRANSIENT, null),
                Arguments.of(new IOException("fixed content-length: 400, bytes received: 2"), Verdict.TRANSIENT, null),
                Arguments.of(new CancellationException(), Verdict.CANCELLED, "cancelled"),
                Arguments.of(new InterruptedException(), Verdict.CANCELLED, null),
                Arguments.of(
                        new IllegalStateException("secret"),
                        Verdict.TRANSIENT,
                        "the call failed: IllegalStateException"),
                Arguments.of(new StackOverflowError(), Verdict.TRANSIENT, null),
                Arguments.of(new CompletionException(new ConnectException()), Verdict.UNREACHABLE, null),
                Arguments.of(
                        new ExecutionException(new CompletionException(new EOFException())), Verdict.TRANSIENT, null),
                Arguments.of(new CompletionException("no cause", null), Verdict.TRANSIENT, null),
                Arguments.of(new IOException("wrapped", new ConnectException("refused")), Verdict.UNREACHABLE, null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void means(Throwable failure, Verdict verdict, @Nullable String message) {
        assertEquals(verdict, Transport.signalOf(failure).verdict());
        if (message != null) {
            assertEquals(message, Transport.signalOf(failure).message());
        }
    }

    @Test
    void aRingOfCausesEnds() {
        IOException one = new IOException("one");
        IOException two = new IOException("two", one);
        one.initCause(two);
        assertEquals(Verdict.TRANSIENT, Transport.signalOf(one).verdict());
    }

    private static Throwable caused(Throwable failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
