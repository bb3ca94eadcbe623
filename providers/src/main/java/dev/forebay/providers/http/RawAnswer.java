package dev.forebay.providers.http;

import dev.forebay.time.Clock;
import java.net.http.HttpResponse;

/** An answer as it came off the wire: status, headers and the whole body. Immutable; the body is shared, not copied. */
public final class RawAnswer {

    private final RawHeaders head;
    private final byte[] body;

    /**
     * Joins the parts.
     *
     * @param head status and headers
     * @param body the bytes of the body, none if empty; not copied, so it must not be changed afterwards
     */
    public RawAnswer(RawHeaders head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** An answer of the JDK's client, received now. */
    public static RawAnswer of(HttpResponse<byte[]> response) {
        RawHeaders head = RawHeaders.of(
                response.statusCode(), response.headers().map(), Clock.system().instant());
        return new RawAnswer(head, response.body());
    }

    /** Status, headers and time of arrival. */
    public RawHeaders head() {
        return head;
    }

    /** The status of HTTP. */
    public int status() {
        return head.status();
    }

    /** The headers. */
    public Headers headers() {
        return head.headers();
    }

    /** The bytes of the body; not a copy, and not to be changed. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "RawAnswer[" + head.status() + ", " + body.length + " bytes]";
    }
}
