package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.signal.LimitReading;
import java.util.List;

/** Any headers: no exception, limits and waits in their range, and the same readings whether the body is there or not. Stateless. */
public final class HeadersFuzz {

    private HeadersFuzz() {}

    /** Takes a status line and headers. */
    public static void fuzzerTestOneInput(byte[] input) {
        RawAnswer answer = Message.read(input);
        for (Provider provider : Promises.PROVIDERS) {
            List<LimitReading> readings = provider.readings(answer.head());
            Promises.hold(readings);
            Promises.hold(provider.signal(answer.head()));
            assertEquals(readings, provider.signal(answer.head()).readings());
            assertEquals(readings, provider.signal(answer).readings());
        }
    }
}
