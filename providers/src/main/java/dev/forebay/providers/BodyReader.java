package dev.forebay.providers;

import dev.forebay.providers.http.RawAnswer;
import dev.forebay.providers.http.RawHeaders;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer: an error, a body of JSON, or a stream of events that has ended. */
final class BodyReader {

    private BodyReader() {}

    static Signal early(Provider provider, RawHeaders head) {
        List<LimitReading> readings = provider.readings(head);
        return head.isSuccess()
                ? withReadings(Signal.builder(Verdict.SUCCEEDED), readings)
                : ErrorReader.signal(head, ErrorBody.EMPTY, readings).build();
    }

    static Signal signal(Provider provider, RawAnswer answer) {
        List<LimitReading> readings = provider.readings(answer.head());
        if (!answer.head().isSuccess()) {
            return ErrorReader.signal(answer.head(), ErrorBody.parse(answer.body()), readings)
                    .build();
        }
        if (isStream(answer.head())) {
            return stream(provider, answer).signal(answer.head(), readings);
        }
        return message(provider, answer).signal(answer, readings);
    }

    static Optional<Answer> answer(Provider provider, RawAnswer answer) {
        if (!answer.head().isSuccess()) {
            return Optional.empty();
        }
        if (isStream(answer.head())) {
            AnswerStream stream = stream(provider, answer);
            return stream.isFinished() ? Optional.of(stream.answer()) : Optional.empty();
        }
        Message message = message(provider, answer);
        return message.isAnswer() ? Optional.of(message.fields.answer(message.usage())) : Optional.empty();
    }

    private static boolean isStream(RawHeaders head) {
        return head.headers()
                .first("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                .isPresent();
    }

    private static AnswerStream stream(Provider provider, RawAnswer answer) {
        AnswerStream stream = provider.stream();
        stream.feed(answer.body());
        stream.end();
        return stream;
    }

    private static Message message(Provider provider, RawAnswer answer) {
        Message message = new Message(provider instanceof Anthropic);
        message.whole = JsonReader.read(answer.body(), in -> in.object(message::field));
        return message;
    }

    static Signal withReadings(Signal.Builder signal, List<LimitReading> readings) {
        readings.forEach(signal::reading);
        return signal.build();
    }

    /** Where the answer stands: in a completion, a response, a list of embeddings. */
    private static final Set<String> OPENAI_ANSWERS = Set.of("choices", "output", "data");

    /** A body of JSON that came with a success. */
    private static final class Message {
        private final AnswerFields fields = new AnswerFields();
        private final boolean anthropic;
        private boolean whole;
        private boolean error;
        private boolean recognised;

        Message(boolean anthropic) {
            this.anthropic = anthropic;
        }

        void field(String name, JsonReader in) throws IOException {
            recognised |= in.isArray() && (anthropic ? name.equals("content") : OPENAI_ANSWERS.contains(name));
            if (name.equals("error")) {
                error |= !in.isNull();
            } else if (anthropic) {
                AnthropicAnswer.field(fields, name, in);
            } else {
                OpenAiResponse.field(fields, name, in);
            }
        }

        boolean isAnswer() {
            return whole && recognised && !error && !fields.textCut;
        }

        @Nullable Usage usage() {
            return anthropic ? fields.usageOfDisjointCounts() : fields.usageOfInclusiveInput();
        }

        Signal signal(RawAnswer answer, List<LimitReading> readings) {
            Signal.Builder signal;
            if (error) {
                signal = ErrorReader.signal(answer.head(), ErrorBody.parse(answer.body()), List.of());
            } else if (!whole) {
                signal = Signal.builder(Verdict.TRANSIENT).message("the answer is cut, or is not JSON");
            } else if (fields.textCut) {
                signal = Signal.builder(Verdict.INVALID).message("the answer holds more text than is taken");
            } else if (recognised || usage() != null) {
                signal = Signal.builder(Verdict.SUCCEEDED);
            } else {
                signal = Signal.builder(Verdict.TRANSIENT).message("the answer is JSON, but not a model's answer");
            }
            Usage usage = usage();
            if (usage != null) {
                signal.usage(usage);
            }
            return withReadings(signal, readings);
        }
    }
}
