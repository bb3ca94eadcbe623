package dev.forebay.providers;

import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a streamed answer while its bytes pass by: text, usage, why it stopped, and whether it came to its end.
 *
 * <p>Total: any bytes may be fed. Events that it does not know are left out. Not thread-safe; nothing blocks.
 */
public abstract sealed class AnswerStream permits AnthropicStream, OpenAiStream {

    final AnswerFields fields = new AnswerFields();
    private final SseReader events = new SseReader(this::event);
    private @Nullable ErrorBody error;
    private boolean finished;
    private boolean closed;

    AnswerStream() {}

    /** One event; an error or the end is reported by {@link #fail} and {@link #finish}. */
    abstract void event(String name, String data);

    abstract @Nullable Usage currentUsage();

    abstract List<LimitReading> limits(RawHeaders head);

    final void fail(ErrorBody error) {
        if (this.error == null && !finished) {
            this.error = error;
        }
    }

    final void finish() {
        finished = error == null;
    }

    /** Reads these bytes; the buffer is read to its limit. */
    public final void feed(ByteBuffer bytes) {
        if (!closed) {
            events.feed(bytes);
        }
    }

    /** Reads these bytes. */
    public final void feed(byte[] bytes) {
        feed(ByteBuffer.wrap(bytes));
    }

    /** Tells that no byte follows. Further calls and bytes have no effect. */
    public final void end() {
        if (!closed) {
            closed = true;
            events.end();
        }
    }

    /** Whether the answer came to its own end, so that text and usage are whole. */
    public final boolean isFinished() {
        return finished && !events.isOverrun() && !fields.textCut;
    }

    /** Whether an error event has come: nothing comes after it. */
    public final boolean hasFailed() {
        return error != null;
    }

    /** The text so far. */
    public final String text() {
        return fields.text.toString();
    }

    /** What the call used as far as the stream has said; without an end, the output is less than what was used. */
    public final Optional<Usage> usage() {
        return Optional.ofNullable(currentUsage());
    }

    /** Why the model stopped; empty until it has. */
    public final Optional<String> stopReason() {
        return Optional.ofNullable(fields.stopReason);
    }

    /** The answer so far. */
    public final Answer answer() {
        return fields.answer(currentUsage());
    }

    /**
     * What the stream means, once it has ended or was cut: an error event is read by its type, since the status was 200.
     *
     * @param head the headers that the stream came with
     */
    public final Signal signal(RawHeaders head) {
        return signal(head, limits(head));
    }

    final Signal signal(RawHeaders head, List<LimitReading> readings) {
        Usage usage = currentUsage();
        ErrorBody failed = error;
        Signal.Builder signal;
        if (failed != null) {
            signal = ErrorReader.signal(head, failed, List.of());
        } else if (isFinished()) {
            signal = Signal.builder(Verdict.SUCCEEDED);
        } else if (finished) {
            signal = Signal.builder(Verdict.INVALID).message("the stream holds more than is taken");
        } else {
            signal = Signal.builder(Verdict.TRANSIENT).message("the stream was cut before its end");
        }
        if (usage != null) {
            signal.usage(usage);
        }
        return BodyReader.withReadings(signal, readings);
    }
}
