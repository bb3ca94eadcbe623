package dev.forebay.providers;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes the base URL that a user gives, in any of the forms that the clients of both providers have taught people.
 *
 * <p>A version in the path is kept ({@code /v1}, {@code /openai/v1}, {@code /v1beta/openai}); without one, {@code /v1} is
 * put in. The whole address of the endpoint is taken as it is. A query such as Azure's {@code ?api-version=...} goes with each
 * call.
 */
final class Endpoint {

    private static final String VERSION = "v1";

    /** What a user may have given the whole address of; the longer ones first. */
    private static final List<String> PATHS =
            List.of("/chat/completions", "/completions", "/embeddings", "/messages", "/responses");

    private Endpoint() {}

    /**
     * The address to send to.
     *
     * @param base http or https, with a host
     * @param path what follows the version, such as {@code /messages}
     * @throws IllegalArgumentException naming what is wrong
     */
    static URI of(URI base, String path) {
        check(base);
        String prefix = stripSlashes(base.getRawPath() == null ? "" : base.getRawPath());
        String whole;
        if (prefix.endsWith(path)) {
            whole = prefix;
        } else if (hasVersion(prefix)) {
            whole = prefix + path;
        } else {
            whole = prefix + "/" + VERSION + path;
        }
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        try {
            return new URI(base.getScheme() + "://" + base.getRawAuthority() + whole + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "base URL " + base.getScheme() + "://" + base.getHost() + " cannot be completed: " + e.getReason());
        }
    }

    /**
     * The address of an endpoint of another kind, beside the one whose whole address may have been given.
     *
     * @param base as in {@link #of}
     * @param path as in {@link #of}
     * @param query what is asked for, such as {@code limit=100}; empty for nothing
     */
    static URI beside(URI base, String path, String query) {
        check(base);
        String root = stripSlashes(base.getRawPath() == null ? "" : base.getRawPath());
        for (String known : PATHS) {
            if (root.endsWith(known)) {
                root = root.substring(0, root.length() - known.length());
                break;
            }
        }
        URI whole = of(URI.create(base.getScheme() + "://" + base.getRawAuthority() + root), path);
        String both = Stream.of(base.getRawQuery() == null ? "" : base.getRawQuery(), query)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return both.isEmpty() ? whole : URI.create(whole + "?" + both);
    }

    private static void check(URI base) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("base URL must start with http:// or https://");
        }
        if (base.getHost() == null) {
            throw new IllegalArgumentException("base URL has no host");
        }
        if (base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "base URL has a # and something behind it, which is never sent; leave that out");
        }
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base URL holds a user or a password; give the key in the environment");
        }
    }

    private static String stripSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static boolean hasVersion(String path) {
        return List.of(path.split("/")).stream().anyMatch(segment -> segment.matches("v[0-9]+[a-z0-9]*"));
    }
}
