package dev.forebay.providers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of server-sent events into events, whatever the chunks in which its bytes arrive. Not thread-safe; nothing
 * blocks.
 *
 * <p>After the WHATWG's event stream format: lines end in LF, CR or both, a line that starts with a colon is a comment, an
 * empty line ends an event. Of its fields, {@code event} and {@code data} are read. Unlike there, an event whose empty line
 * is missing at the end of the stream is still given, for some servers leave the last one out.
 *
 * <p>Memory is bounded: an event longer than {@link #EVENT_BYTES_MAX} is left out, and {@link #isOverrun} says so.
 */
public final class SseReader {

    /** Above any event of text that a provider sends. */
    public static final int EVENT_BYTES_MAX = 8 << 20;

    private final Listener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean hasData;
    private boolean afterCarriageReturn;
    private boolean atStart = true;
    private boolean eventOverrun;
    private boolean overrun;

    /** Takes the events of a stream. */
    @FunctionalInterface
    public interface Listener {

        /**
         * One event.
         *
         * @param name the type of the event, empty if it has none
         * @param data its lines of data, joined by LF
         */
        void event(String name, String data);
    }

    /** A reader at the start of a stream; the listener is called on the thread that feeds. */
    public SseReader(Listener listener) {
        this.listener = listener;
    }

    /** Reads these bytes; the buffer is read to its limit. */
    public void feed(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        feed(copy);
    }

    /** Reads these bytes. */
    public void feed(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte next = bytes[at];
            if (next != '\n' && next != '\r') {
                continue;
            }
            append(bytes, from, at);
            from = at + 1;
            boolean secondOfPair = next == '\n' && afterCarriageReturn;
            if (!secondOfPair) {
                endLine();
            }
            afterCarriageReturn = next == '\r';
        }
        append(bytes, from, bytes.length);
    }

    /** Tells that no byte follows. */
    public void end() {
        if (line.size() > 0) {
            endLine();
        }
        endEvent();
    }

    /** Whether an event was too long and is missing. */
    public boolean isOverrun() {
        return overrun;
    }

    private void append(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        afterCarriageReturn = false;
        int room = EVENT_BYTES_MAX - line.size();
        eventOverrun |= to - from > room;
        line.write(bytes, from, Math.min(room, to - from));
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (atStart) {
            atStart = false;
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        if (text.isEmpty()) {
            endEvent();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    /** A comment is a field without a name, and so is left out here. */
    private void field(String field, String value) {
        if (field.equals("event")) {
            name = value;
        } else if (field.equals("data")) {
            if (value.length() >= EVENT_BYTES_MAX - data.length()) {
                eventOverrun = true;
                return;
            }
            data.append(hasData ? "\n" : "").append(value);
            hasData = true;
        }
    }

    private void endEvent() {
        String ended = name;
        String content = data.toString();
        boolean complete = hasData && !eventOverrun;
        overrun |= eventOverrun;
        name = "";
        data.setLength(0);
        hasData = false;
        eventOverrun = false;
        if (complete) {
            listener.event(ended, content);
        }
    }
}
