package dev.forebay.simulator.exchange;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** What the provider does about a request: it answers, stays silent, or cuts the connection. Replies are immutable. */
public sealed interface Reply {

    /**
     * A status, headers and a body.
     *
     * @param status the HTTP status
     * @param headers in the order of the wire, without those that frame the body
     * @param body the pieces and their delays; empty only for a {@link CountedRequest}
     * @param streamed true for server-sent events, whose length nobody knows in advance
     * @param complete false if the connection is cut after the last piece although more was announced
     */
    record Answer(int status, List<Header> headers, List<Chunk> body, boolean streamed, boolean complete)
            implements Reply {

        /** Copies the lists. */
        public Answer {
            headers = List.copyOf(headers);
            body = List.copyOf(body);
        }

        /** The first header of that name. */
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }

        /** All bytes of the body that are sent. */
        public byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            body.forEach(chunk -> all.writeBytes(chunk.bytes()));
            return all.toByteArray();
        }

        /** The time from the headers to the last piece. */
        public long durationNanos() {
            return body.stream().mapToLong(Chunk::delayNanos).sum();
        }
    }

    /** Nothing will ever come; the connection stays open until the client gives up. */
    record Silence() implements Reply {}

    /** The connection ends without an answer. */
    record Disconnect(Manner manner) implements Reply {}

    /** How a connection ends without an answer. */
    enum Manner {
        /** Reset before the request was taken up, as if nobody listened. */
        REFUSED,
        /** Reset by the peer, at once. */
        RESET,
        /** Closed in good order after the request was processed, and billed. */
        LOST
    }
}
