package dev.forebay.http;

import dev.forebay.providers.Provider;
import dev.forebay.providers.client.MeteredEndpoint;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the calls of providers from everything else that a client of HTTP may send: others have paths that end in
 * {@code v1/messages} or {@code responses} too, and to make such a call again might send a message twice. Stateless.
 */
final class Endpoints {

    private static final Pattern VERSION = Pattern.compile("v[0-9]+[a-z0-9]*");

    /** Anthropic takes no call without it. */
    private static final String ANTHROPIC_VERSION = "anthropic-version";

    private Endpoints() {}

    /** Where the request goes, if that may be metered and it has a body. */
    static Optional<MeteredEndpoint> of(HttpRequest request) {
        boolean empty = request.bodyPublisher()
                .filter(body -> body.contentLength() != 0)
                .isEmpty();
        if (empty) {
            return Optional.empty();
        }
        List<String> path = parts(request);
        return Stream.of(Provider.anthropic(), Provider.openAi())
                .filter(provider -> isOf(provider, request, path))
                .flatMap(provider -> MeteredEndpoint.of(provider, request.method(), path).stream())
                .findFirst();
    }

    /** Whether nobody else has such an endpoint; where that is not so, a body that names a model tells. */
    static boolean areCertain(HttpRequest request) {
        List<String> path = parts(request);
        return isAnthropic(request) || before(path).equals("chat") || path.contains("openai");
    }

    /** The name under which Azure serves a model, and meters it: its calls need not name one otherwise. */
    static Optional<String> deployment(HttpRequest request) {
        List<String> path = parts(request);
        int at = path.indexOf("deployments");
        return at >= 0 && at < path.size() - 2 ? Optional.of(path.get(at + 1)) : Optional.empty();
    }

    private static boolean isOf(Provider provider, HttpRequest request, List<String> path) {
        boolean version = VERSION.matcher(before(path)).matches();
        return version || (provider.equals(Provider.anthropic()) ? isAnthropic(request) : areCertain(request));
    }

    private static boolean isAnthropic(HttpRequest request) {
        return request.headers().firstValue(ANTHROPIC_VERSION).isPresent();
    }

    /** The part before the last one. */
    private static String before(List<String> path) {
        return path.size() < 2 ? "" : path.get(path.size() - 2);
    }

    private static List<String> parts(HttpRequest request) {
        return Stream.of(request.uri().getPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
