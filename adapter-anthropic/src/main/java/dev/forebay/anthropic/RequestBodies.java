package dev.forebay.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The body of a request, in every version of the SDK: 2.x gives it or null, 3.x an {@code Optional} by a method of the same
 * name, and code that was compiled against one of them does not find the other. Stateless.
 */
final class RequestBodies {

    private static final Method BODY;

    static {
        try {
            BODY = HttpRequest.class.getMethod("body");
        } catch (NoSuchMethodException unknownSdk) {
            throw new ExceptionInInitializerError(unknownSdk);
        }
    }

    private RequestBodies() {}

    static Optional<HttpRequestBody> of(HttpRequest request) {
        try {
            Object body = BODY.invoke(request);
            return body instanceof Optional<?> present
                    ? present.map(HttpRequestBody.class::cast)
                    : Optional.ofNullable((HttpRequestBody) body);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("the body of a request cannot be read", impossible);
        }
    }
}
