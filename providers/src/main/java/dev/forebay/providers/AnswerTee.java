package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The body of a streamed answer on its way to whoever asked: its bytes pass unchanged and as they come, and are read in
 * passing for what the answer used. At the end of the stream, when it breaks, or when it is closed, whichever is first, one
 * {@link Signal} is given.
 *
 * <p>Reading blocks as the stream behind it does. One thread reads; any thread may close.
 */
public final class AnswerTee extends InputStream {

    private final InputStream body;
    private final AnswerStream events;
    private final RawHeaders head;
    private final Consumer<Signal> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Joins the parts.
     *
     * @param body the stream as the client library gives it
     * @param events what reads it, from {@link Provider#stream}
     * @param head the headers that the stream came with
     * @param onEnd is told once; must be short and must not throw
     */
    public AnswerTee(InputStream body, AnswerStream events, RawHeaders head, Consumer<Signal> onEnd) {
        this.body = body;
        this.events = events;
        this.head = head;
        this.onEnd = onEnd;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = body.read(target, offset, length);
        } catch (IOException broken) {
            end(Transport.signalOf(broken));
            throw broken;
        }
        if (count < 0) {
            end(whole());
        } else {
            pass(ByteBuffer.wrap(target, offset, count));
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    /** Closes the stream behind; one that had not come to its end counts as given up, and what it may have used stays charged. */
    @Override
    public void close() throws IOException {
        try {
            body.close();
        } finally {
            end(closed());
        }
    }

    private void pass(ByteBuffer bytes) {
        synchronized (events) {
            events.feed(bytes);
        }
    }

    private Signal whole() {
        synchronized (events) {
            events.end();
            return events.signal(head);
        }
    }

    private Signal closed() {
        synchronized (events) {
            if (events.isFinished() || events.hasFailed()) {
                return events.signal(head);
            }
            Signal.Builder left = Signal.builder(Verdict.CANCELLED).message("the stream was closed before its end");
            events.usage().ifPresent(left::usage);
            return left.build();
        }
    }

    private void end(Signal signal) {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(signal);
        }
    }
}
