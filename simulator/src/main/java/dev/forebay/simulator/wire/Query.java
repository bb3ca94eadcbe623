package dev.forebay.simulator.wire;

import dev.forebay.simulator.exchange.RawRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What stands behind the question mark of an address. Immutable. */
final class Query {

    private final Map<String, String> values = new HashMap<>();

    Query(RawRequest request) {
        int mark = request.path().indexOf('?');
        String text = mark < 0 ? "" : request.path().substring(mark + 1);
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A number from 1 to so much. */
    OptionalInt number(String name, int most) throws RejectedRequest {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.get().matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= most) {
                return OptionalInt.of(number);
            }
        }
        throw new RejectedRequest(Failure.INVALID, name + ": must be a number from 1 to " + most);
    }
}
