package dev.forebay.anthropic;

import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.Interceptor;
import dev.forebay.providers.client.PoolsByModel;

/** Our seam in the SDK: it stands below the SDK's own retries and above its transport and timeouts. Thread-safe. */
final class LineInterceptor implements Interceptor {

    private final PoolsByModel pools;

    LineInterceptor(PoolsByModel pools) {
        this.pools = pools;
    }

    @Override
    public HttpClient intercept(HttpClient next) {
        return new PooledHttpClient(next, pools);
    }
}
