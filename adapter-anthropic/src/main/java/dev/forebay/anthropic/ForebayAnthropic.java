package dev.forebay.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.ClientOptions;
import dev.forebay.Forebay;
import dev.forebay.providers.Provider;
import dev.forebay.providers.client.PoolsByModel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client of Anthropic's Java SDK rate-limit-proof: its calls of Messages wait their turn in a pool, are sent once the
 * limits take them, and are made again where that is worth it. No call site changes.
 *
 * <pre>{@code
 * AnthropicClient claude = ForebayAnthropic.wrap(AnthropicOkHttpClient.fromEnv(), Forebay.create());
 * }</pre>
 *
 * <p>What comes back is the same client with our seam in it and its own retries off, since two loops of retries multiply. The
 * client that was given stays as it was; both share their connections, so closing one closes the other. Waiting in line
 * counts against no timeout of the client: that starts with the sending, anew for each attempt. Answers reach the caller
 * unchanged; streams are passed on as they come. Batches, counting of tokens, files and models are let through untouched:
 * they are metered apart.
 *
 * <p>What a call throws beyond the SDK's own exceptions: {@link dev.forebay.pool.PoolStoppedException} if the pool stopped,
 * {@link dev.forebay.pool.ImpossibleException} if the call can never fit. A thread that is interrupted while it waits gets an
 * {@link com.anthropic.errors.AnthropicIoException}, as from the SDK, and its interrupt stays set.
 *
 * <p>Cancelling a future of the asynchronous client does not reach the SDK's transport, so such a call is made to its end and
 * settled by what it did use.
 *
 * <p>Thread-safe; nothing here blocks, and the calls of a wrapped client block as they did before, and while they wait.
 */
public final class ForebayAnthropic {

    private final PoolsByModel pools;

    ForebayAnthropic(PoolsByModel pools) {
        this.pools = pools;
    }

    /**
     * The client, through one pool for each class of models.
     *
     * @throws IllegalArgumentException if the client goes through a Forebay already, does not take a setting of ours, or if the
     *     pool that was chosen is another provider's
     */
    public static AnthropicClient wrap(AnthropicClient client, Forebay forebay) {
        return builder(forebay).build().wrap(client);
    }

    /**
     * The asynchronous client, through one pool for each class of models.
     *
     * @throws IllegalArgumentException as for the other client
     */
    public static AnthropicClientAsync wrap(AnthropicClientAsync client, Forebay forebay) {
        return builder(forebay).build().wrap(client);
    }

    /** Starts an adapter with settings of its own. */
    public static ForebayAnthropicBuilder builder(Forebay forebay) {
        return new ForebayAnthropicBuilder(forebay);
    }

    /** As {@link #wrap(AnthropicClient, Forebay)}, with the settings of this adapter. */
    public AnthropicClient wrap(AnthropicClient client) {
        return wrap(client, AnthropicClient::withOptions);
    }

    /** As {@link #wrap(AnthropicClientAsync, Forebay)}, with the settings of this adapter. */
    public AnthropicClientAsync wrap(AnthropicClientAsync client) {
        return wrap(client, AnthropicClientAsync::withOptions);
    }

    /** Whether calls of this client go through a Forebay already. */
    public static boolean isWrapped(AnthropicClient client) {
        return isWrapped(options(client, AnthropicClient::withOptions));
    }

    /** Whether calls of this client go through a Forebay already. */
    public static boolean isWrapped(AnthropicClientAsync client) {
        return isWrapped(options(client, AnthropicClientAsync::withOptions));
    }

    /** The one thing that both kinds of clients have in every version and we need. */
    private interface WithOptions<C> {
        C apply(C client, Consumer<ClientOptions.Builder> change);
    }

    private <C> C wrap(C client, WithOptions<C> withOptions) {
        C wrapped = withOptions.apply(client, this::settings);
        ClientOptions options = options(wrapped, withOptions);
        if (options == null || !isWrapped(options) || options.maxRetries() != 0) {
            throw new IllegalArgumentException(
                    "this client takes no settings: its withOptions has no effect, so its own retries would multiply with"
                            + " ours. Wrap the SDK's own client, from AnthropicOkHttpClient.builder(), and put other decorators"
                            + " around what wrap returns");
        }
        return wrapped;
    }

    private void settings(ClientOptions.Builder options) {
        ClientOptions given = options.build();
        if (isWrapped(given)) {
            throw new IllegalArgumentException(
                    "this client goes through a Forebay already; a second one would make each"
                            + " call wait twice. Wrap the client once, and share what wrap returned");
        }
        pools.refuseForeign(Provider.anthropic(), given.baseUrl());
        options.maxRetries(0).addInterceptor(new LineInterceptor(pools.at(given.baseUrl())));
    }

    /** What a client is set to; none if its withOptions has no effect. */
    private static <C> @Nullable ClientOptions options(C client, WithOptions<C> withOptions) {
        AtomicReference<@Nullable ClientOptions> seen = new AtomicReference<>();
        C unused = withOptions.apply(client, options -> seen.set(options.build()));
        return seen.get();
    }

    private static boolean isWrapped(@Nullable ClientOptions options) {
        return options != null && options.interceptors().stream().anyMatch(LineInterceptor.class::isInstance);
    }
}
