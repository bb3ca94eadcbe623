package dev.forebay.providers.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request that is ready to be sent: address, headers with the key, body, and how long all of it may take. Immutable.
 *
 * <p>{@link #toString} and every exception from here name headers but never show a value: a value may be a key.
 */
public final class RawRequest {

    /** How long a call may take unless told otherwise; the official clients of both providers use the same. */
    public static final Duration DEADLINE_DEFAULT = Duration.ofMinutes(10);

    /** Set by the client itself; the JDK's refuses them. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration deadline;

    private RawRequest(Builder builder) {
        method = builder.method;
        uri = builder.uri;
        headers = Map.copyOf(new LinkedHashMap<>(builder.headers));
        body = builder.body;
        deadline = builder.deadline;
    }

    /**
     * A POST of these bytes.
     *
     * @param uri an absolute address of http or https
     * @param body not copied, so it must not be changed afterwards
     */
    public static Builder post(URI uri, byte[] body) {
        return new Builder("POST", uri, body);
    }

    /**
     * A GET, which has no body.
     *
     * @param uri an absolute address of http or https
     */
    public static Builder get(URI uri) {
        return new Builder("GET", uri, new byte[0]);
    }

    /** {@code POST} or {@code GET}. */
    public String method() {
        return method;
    }

    /** Where to. */
    public URI uri() {
        return uri;
    }

    /** One value for each name, keys among them: not for a log. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The bytes of the body, none of a GET; not a copy, and not to be changed. */
    public byte[] body() {
        return body;
    }

    /** From sending to the last byte of the answer. */
    public Duration deadline() {
        return deadline;
    }

    /** Address and size; never a header's value. */
    @Override
    public String toString() {
        return "RawRequest[" + method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + ", "
                + body.length + " bytes, headers " + new TreeMap<>(headers).keySet() + "]";
    }

    /** Collects the parts of a {@link RawRequest}; not thread-safe. */
    public static final class Builder {

        private final String method;
        private final URI uri;
        private final byte[] body;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private Duration deadline = DEADLINE_DEFAULT;

        private Builder(String method, URI uri, byte[] body) {
            this.method = method;
            this.uri = uri;
            this.body = body;
        }

        /**
         * Sets a header; a later value replaces an earlier one.
         *
         * @param name a token of RFC 9110, and none that the client sets itself, such as {@code host}
         * @param value printable ASCII and spaces
         * @throws IllegalArgumentException naming the header, not showing the value
         */
        public Builder header(String name, String value) {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
                throw new IllegalArgumentException("a header's name has characters that HTTP does not allow");
            }
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header " + name + " is set by the client itself");
            }
            if (!value.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || c == '\t')) {
                throw new IllegalArgumentException(
                        "the value of header " + name + " has characters that HTTP does not allow");
            }
            headers.put(name, value);
            return this;
        }

        /** How long headers and body may take together; more than zero. Default: {@link #DEADLINE_DEFAULT}. */
        public Builder deadline(Duration deadline) {
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("deadline is " + deadline + "; allowed: more than zero");
            }
            this.deadline = deadline;
            return this;
        }

        /** The request. */
        public RawRequest build() {
            return new RawRequest(this);
        }
    }
}
