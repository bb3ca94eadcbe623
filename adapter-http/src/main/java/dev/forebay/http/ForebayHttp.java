package dev.forebay.http;

import dev.forebay.Forebay;
import dev.forebay.providers.client.PoolsByModel;
import java.net.http.HttpClient;

/**
 * Makes the {@link HttpClient} of the JDK rate-limit-proof: its calls of LLM providers wait their turn in a pool, are sent once
 * the limits take them, and are made again where that is worth it. No call site changes.
 *
 * <pre>{@code
 * HttpClient limited = ForebayHttp.wrap(HttpClient.newHttpClient(), Forebay.create());
 * }</pre>
 *
 * <p>Through a pool go POSTs to Anthropic's Messages (a path that ends in {@code v1/messages}, or in {@code messages} with a
 * header {@code anthropic-version}) and to OpenAI's chat completions, completions, responses and embeddings, at OpenAI or any
 * server of its form. Where other services have such a path too, a call counts only if its body names a {@code model}. Every
 * other request, and every web socket, is let through untouched.
 *
 * <p>Waiting in line counts against no timeout: that of a request starts with the sending, anew for each attempt. The body of a
 * request is read once, for its size, and sent from memory byte for byte; one of more than 32 MiB, or whose publisher does not
 * know its length, is not read: it is sent as it is, anew from its publisher for each attempt, counts as a page of text until
 * its answer says what it used, and goes, since its model is not known, to the pool {@code unnamed-model} where none was chosen.
 *
 * <p>A stream of events is handed to the {@code BodyHandler} as it comes, and is never asked for again. Any other answer is read
 * first, so that one that is refused or breaks off can be asked for again; the {@code BodyHandler} sees the last answer alone.
 * Both reach it byte for byte.
 *
 * <p>What a call throws beyond the client's own exceptions: {@link dev.forebay.pool.PoolStoppedException} if the pool stopped,
 * {@link dev.forebay.pool.ImpossibleException} if the call can never fit. Cancelling a future, or one derived from it, leaves the
 * line or ends the exchange, as with the client itself.
 *
 * <p>The client that was given stays as it was, and both share their connections: {@code close()}, where the JDK has it, closes
 * that client. {@code shutdown}, {@code shutdownNow}, {@code awaitTermination} and {@code isTerminated}, which JDK 17 does not
 * know, do not pass: call them on the client that was given. Likewise an answer's {@code connectionLabel()} of JDK 25 is empty.
 *
 * <p>Thread-safe; nothing here blocks, and the calls of a wrapped client block as they did before, and while they wait.
 */
public final class ForebayHttp {

    private final PoolsByModel pools;

    ForebayHttp(PoolsByModel pools) {
        this.pools = pools;
    }

    /**
     * The client, through one pool for each class of models.
     *
     * @throws IllegalArgumentException if the client goes through a Forebay already
     */
    public static HttpClient wrap(HttpClient client, Forebay forebay) {
        return builder(forebay).build().wrap(client);
    }

    /** Starts an adapter with settings of its own. */
    public static ForebayHttpBuilder builder(Forebay forebay) {
        return new ForebayHttpBuilder(forebay);
    }

    /** As {@link #wrap(HttpClient, Forebay)}, with the settings of this adapter. */
    public HttpClient wrap(HttpClient client) {
        if (client instanceof PooledHttpClient) {
            throw new IllegalArgumentException(
                    "this client goes through a Forebay already; a second one would make each"
                            + " call wait twice. Wrap the client once, and share what wrap returned");
        }
        return new PooledHttpClient(client, pools);
    }
}
