package dev.forebay.providers.client;

import dev.forebay.providers.AnswerStream;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.providers.http.Transport;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads a streamed answer in passing for what it used. At its end, when it breaks, or when it is closed, whichever is first,
 * one {@link Signal} is given. One that is packed passes unread, and nobody knows what it used. Thread-safe: one thread passes bytes, any may close.
 */
public final class StreamedAnswer {

    private final AnswerStream events;
    private final RawHeaders head;
    private final boolean legible;
    private final Consumer<Signal> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Joins the parts.
     *
     * @param events what reads it, from {@link dev.forebay.providers.Provider#stream}
     * @param head the headers that the stream came with
     * @param onEnd is told once; must be short and must not throw
     */
    public StreamedAnswer(AnswerStream events, RawHeaders head, Consumer<Signal> onEnd) {
        this.events = events;
        this.head = head;
        legible = ContentCoding.isPlain(head);
        this.onEnd = onEnd;
    }

    /** Reads these bytes to the buffer's limit. */
    public void passed(ByteBuffer bytes) {
        if (legible) {
            synchronized (events) {
                events.feed(bytes);
            }
        }
    }

    /** No byte follows. */
    public void ended() {
        synchronized (events) {
            events.end();
            end(
                    legible
                            ? events.signal(head)
                            : Signal.builder(Verdict.SUCCEEDED).build());
        }
    }

    /** The connection failed. */
    public void broke(Throwable failure) {
        end(Transport.signalOf(failure));
    }

    /** Nobody reads on: if it had not come to its end it counts as given up, and what it may have used stays charged. */
    public void closed() {
        end(atClose());
    }

    private Signal atClose() {
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
