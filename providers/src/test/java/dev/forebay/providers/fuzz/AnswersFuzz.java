package dev.forebay.providers.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.providers.Answer;
import dev.forebay.providers.Provider;
import dev.forebay.providers.http.RawAnswer;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import java.util.Optional;

/** Any answer, errors among them: no exception, a signal in its range, and a text only where it means success. Stateless. */
public final class AnswersFuzz {

    private AnswersFuzz() {}

    /** Takes a status line, headers, a blank line and a body. */
    public static void fuzzerTestOneInput(byte[] input) {
        RawAnswer raw = Message.read(input);
        for (Provider provider : Promises.PROVIDERS) {
            Signal signal = provider.signal(raw);
            Promises.hold(signal);
            boolean succeeded = signal.verdict() == Verdict.SUCCEEDED;
            assertTrue(raw.head().isSuccess() || !succeeded, signal::toString);
            Optional<Answer> answer = provider.answer(raw);
            assertTrue(succeeded || answer.isEmpty(), signal::toString);
            // An escape is longer than its character, and so is each byte that is wrong than its replacement.
            answer.ifPresent(content ->
                    assertTrue(content.text().length() <= raw.body().length, "the text is longer than the body"));
        }
    }
}
