package dev.forebay.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import dev.forebay.Forebay;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client of OpenAI's Java SDK rate-limit-proof: its calls of chat completions, completions, responses and embeddings
 * wait their turn in a pool, are sent once the limits take them, and are made again where that is worth it. No call site changes.
 *
 * <pre>{@code
 * OpenAIClient gpt = ForebayOpenAi.wrap(OpenAIOkHttpClient.fromEnv(), Forebay.create());
 * }</pre>
 *
 * <p>What comes back is the same client, with its proxy and TLS, with our seam in it and its own retries off, since two loops of
 * retries multiply. The client that was given stays as it was; both share their connections, so closing one closes the other.
 * Waiting in line counts against no timeout of the client: that starts with the sending, anew for each attempt. Requests and
 * answers pass unchanged; streams are passed on as they come. Everything else, such as batches, files and audio, is let through
 * untouched. Web sockets (realtime, live) need the client that was given: the SDK does not let them pass a seam.
 *
 * <p>What a call throws beyond the SDK's own exceptions: {@link dev.forebay.pool.PoolStoppedException} if the pool stopped,
 * {@link dev.forebay.pool.ImpossibleException} if the call can never fit. A thread that is interrupted while it waits gets an
 * {@link com.openai.errors.OpenAIIoException}, as from the SDK, and its interrupt stays set.
 *
 * <p>Cancelling a future of the asynchronous client does not reach the SDK's transport, so such a call is made to its end and
 * settled by what it did use.
 *
 * <p>Thread-safe; nothing here blocks, and the calls of a wrapped client block as they did before, and while they wait.
 */
public final class ForebayOpenAi {

    private final PoolsByModel pools;

    ForebayOpenAi(PoolsByModel pools) {
        this.pools = pools;
    }

    /**
     * The client, through one pool for each class of models.
     *
     * @throws IllegalArgumentException if the client goes through a Forebay already, does not take a setting of ours, or if the
     *     pool that was chosen is another provider's
     */
    public static OpenAIClient wrap(OpenAIClient client, Forebay forebay) {
        return builder(forebay).build().wrap(client);
    }

    /**
     * The asynchronous client, through one pool for each class of models.
     *
     * @throws IllegalArgumentException as for the other client
     */
    public static OpenAIClientAsync wrap(OpenAIClientAsync client, Forebay forebay) {
        return builder(forebay).build().wrap(client);
    }

    /** Starts an adapter with settings of its own. */
    public static ForebayOpenAiBuilder builder(Forebay forebay) {
        return new ForebayOpenAiBuilder(forebay);
    }

    /** As {@link #wrap(OpenAIClient, Forebay)}, with the settings of this adapter. */
    public OpenAIClient wrap(OpenAIClient client) {
        return wrap(client, OpenAIClient::withOptions);
    }

    /** As {@link #wrap(OpenAIClientAsync, Forebay)}, with the settings of this adapter. */
    public OpenAIClientAsync wrap(OpenAIClientAsync client) {
        return wrap(client, OpenAIClientAsync::withOptions);
    }

    /** Whether calls of this client go through a Forebay already. */
    public static boolean isWrapped(OpenAIClient client) {
        return isWrapped(options(client, OpenAIClient::withOptions));
    }

    /** Whether calls of this client go through a Forebay already. */
    public static boolean isWrapped(OpenAIClientAsync client) {
        return isWrapped(options(client, OpenAIClientAsync::withOptions));
    }

    /** The one thing that both kinds of clients have and we need. */
    private interface WithOptions<C> {
        C apply(C client, Consumer<ClientOptions.Builder> change);
    }

    private <C> C wrap(C client, WithOptions<C> withOptions) {
        C wrapped = withOptions.apply(client, this::settings);
        ClientOptions options = options(wrapped, withOptions);
        if (options == null || !isWrapped(options) || options.maxRetries() != 0) {
            throw new IllegalArgumentException(
                    "this client takes no settings: its withOptions has no effect, so its own"
                            + " retries would multiply with ours. Wrap the SDK's own client, from OpenAIOkHttpClient.builder(), and"
                            + " put other decorators around what wrap returns");
        }
        return wrapped;
    }

    /** The SDK shows its transport in the options only, wrapped in what they ask for: so what is below us asks for nothing. */
    private void settings(ClientOptions.Builder options) {
        ClientOptions given = options.build();
        if (isWrapped(given)) {
            throw new IllegalArgumentException(
                    "this client goes through a Forebay already; a second one would make each"
                            + " call wait twice. Wrap the client once, and share what wrap returned");
        }
        pools.refuseForeign(Provider.openAi(), given.baseUrl());
        ClientOptions below = silent(given.toBuilder().maxRetries(0)).build();
        options.maxRetries(0)
                .clock(new MarkedClock(given.clock()))
                .httpClient(new PooledHttpClient(below.httpClient(), pools.at(given.baseUrl())));
    }

    /** Without the layer that logs, which stands above us already. */
    private static ClientOptions.Builder silent(ClientOptions.Builder options) {
        try {
            return options.logLevel(LogLevel.OFF);
        } catch (NoClassDefFoundError beforeThereWasThatLayer) {
            return options;
        }
    }

    /** What a client is set to; none if its withOptions has no effect. */
    private static <C> @Nullable ClientOptions options(C client, WithOptions<C> withOptions) {
        AtomicReference<@Nullable ClientOptions> seen = new AtomicReference<>();
        C unused = withOptions.apply(client, options -> seen.set(options.build()));
        return seen.get();
    }

    private static boolean isWrapped(@Nullable ClientOptions options) {
        return options != null && MarkedClock.isIn(options);
    }
}
