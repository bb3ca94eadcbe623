package dev.forebay.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, in all versions of the SDK: {@code HttpRequest.body()} gives an {@link Optional} in 3.x, and the body
 * or null in 2.x, which Spring AI brings along. A compiled call fits one of them only. Stateless.
 */
final class RequestBodies {

    private static final MethodHandle BODY = handle();

    private RequestBodies() {}

    static Optional<HttpRequestBody> of(HttpRequest request) {
        Object body = body(request);
        if (body instanceof Optional<?> optional) {
            return optional.map(HttpRequestBody.class::cast);
        }
        return Optional.ofNullable((HttpRequestBody) body);
    }

    private static @Nullable Object body(HttpRequest request) {
        try {
            return (Object) BODY.invokeExact(request);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private static MethodHandle handle() {
        return find(Optional.class)
                .or(() -> find(HttpRequestBody.class))
                .orElseThrow(
                        () -> new IllegalStateException(
                                "this version of anthropic-java-core is not known: its HttpRequest has no body(); use 2.40.0 to 3.x"));
    }

    private static Optional<MethodHandle> find(Class<?> type) {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(HttpRequest.class, "body", MethodType.methodType(type))
                    .asType(MethodType.methodType(Object.class, HttpRequest.class)));
        } catch (NoSuchMethodException | IllegalAccessException otherVersion) {
            return Optional.empty();
        }
    }
}
