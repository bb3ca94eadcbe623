package dev.forebay.providers.client;

import dev.forebay.pool.Cost;
import dev.forebay.providers.RequestSize;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What counts of a request to a {@link MeteredEndpoint}. Immutable.
 *
 * @param model the provider's name of the model, if the body names one
 * @param cost what is known of the size
 */
public record MeteredRequest(Optional<String> model, Cost cost) {

    /** About a page of prose: what a request counts as whose body was not read, until its answer says what it used. */
    private static final long BYTES_UNREAD = 4_000;

    /** Reads a body; from bytes that are no JSON comes what had been read before they broke. */
    public static MeteredRequest of(MeteredEndpoint endpoint, byte[] json) {
        RequestSize size = RequestSize.of(json);
        Cost bytes = Cost.ofBytes(Math.min(size.textBytes(), Cost.MAX));
        OptionalLong most = endpoint.hasOutput() ? size.maxOutputTokens() : OptionalLong.of(0);
        Cost cost = most.isPresent() ? bytes.maxOutputTokens(Math.min(most.getAsLong(), Cost.MAX)) : bytes;
        return new MeteredRequest(size.model(), cost);
    }

    /** A request whose body is not read: too long, or of a length that nobody knows. */
    public static MeteredRequest unread() {
        return new MeteredRequest(Optional.empty(), Cost.ofBytes(BYTES_UNREAD));
    }
}
