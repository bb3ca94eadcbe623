package dev.forebay.providers;

import dev.forebay.providers.http.RawRequest;
import java.net.URI;
import java.util.Optional;

/** What one provider's admin endpoints for limits look like, with the key for them. Implementations are immutable. */
sealed interface AdminApi permits AnthropicAdmin, OpenAiAdmin {

    /** Whose it is: errors are read as those of its other endpoints. */
    Provider provider();

    /** The admin key. */
    Credential credential();

    /** What follows the version in the address of the list of limits. */
    String path();

    /** The same of the list that lowers some of them; empty if there is none to ask. */
    Optional<String> overridesPath();

    /** What is asked for. */
    String query(Optional<String> page);

    /** A request for a page, with the headers that the provider wants. */
    RawRequest.Builder request(URI address);

    /** A page; empty if it is not what the provider documents. */
    Optional<LimitPage> read(byte[] body);

    /** What somebody can do whose key was refused. */
    String keyAdvice();

    /** What somebody can do when nothing was found there. */
    String pathAdvice(String path);
}
