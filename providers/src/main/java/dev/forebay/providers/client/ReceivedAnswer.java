package dev.forebay.providers.client;

import dev.forebay.pool.Attempt;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer whose headers are there and whose body is on its way: a stream is handed on and settled when it ends; any other
 * body is to be read first, so that one that is cut can be asked for again. Immutable; nothing blocks.
 */
public final class ReceivedAnswer {

    private final Provider provider;
    private final RawHeaders head;
    private final Attempt attempt;

    private ReceivedAnswer(Provider provider, RawHeaders head, Attempt attempt) {
        this.provider = provider;
        this.head = head;
        this.attempt = attempt;
    }

    /** Takes in the headers, received now. */
    public static ReceivedAnswer of(
            Provider provider, int status, Map<String, ? extends List<String>> headers, Attempt attempt) {
        RawHeaders head = RawHeaders.of(status, headers, Clock.system().instant());
        attempt.observe(provider.readings(head));
        return new ReceivedAnswer(provider, head, attempt);
    }

    /** Whether it succeeded and comes as events. */
    public boolean isStream() {
        return head.isSuccess()
                && head.headers()
                        .first("content-type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                        .isPresent();
    }

    /** Settles the attempt by the whole body; by the headers alone if it is packed in a way that is not read here. */
    public void whole(byte[] body) {
        attempt.settle(ContentCoding.unpacked(head, body)
                .map(plain -> provider.signal(new RawAnswer(head, plain)))
                .orElseGet(() -> provider.signal(head)));
    }

    /**
     * Takes the attempt's permits along with the stream, which the caller gets: whatever follows, the call is not made again.
     */
    public StreamedAnswer stream() {
        StreamedAnswer stream = new StreamedAnswer(provider.stream(), head, attempt.keep()::settle);
        // Counts only if the code of the attempt throws after all.
        attempt.settle(Signal.builder(Verdict.CANCELLED)
                .message("given up while the stream was on its way")
                .build());
        return stream;
    }
}
