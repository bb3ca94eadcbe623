package dev.forebay.providers;

import dev.forebay.pool.Cost;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request that somebody else wrote says of its own size: of Anthropic's or OpenAI's form, read from its JSON. Immutable.
 *
 * <p>Total: from bytes that are no JSON comes what had been read before they broke.
 *
 * @param model the provider's name of the model; empty if the request names none
 * @param textBytes the bytes that count as text: those of pictures and other media in base64 have nothing to do with what a
 *     model counts for them
 * @param maxOutputTokens the most tokens that the answer may have; empty if the request does not say
 */
public record RequestSize(Optional<String> model, long textBytes, OptionalLong maxOutputTokens) {

    /** A shorter piece weighs little as text; a longer one without a blank or a sign of prose is no text. */
    private static final int BASE64_LENGTH_MIN = 4_096;

    /** About as many bytes of text as a picture of a megapixel has tokens. */
    private static final int BYTES_FOR_MEDIA = 4_000;

    private static final String BASE64 = ";base64,";

    /** Reads a request. */
    public static RequestSize of(byte[] json) {
        Fields fields = new Fields();
        boolean unused = JsonReader.read(json, in -> in.object(fields::field));
        long text = Math.max(0, json.length - fields.mediaBytes) + fields.mediaPieces * BYTES_FOR_MEDIA;
        return new RequestSize(fields.model, text, fields.allAnswers());
    }

    private static final class Fields {
        private Optional<String> model = Optional.empty();
        private OptionalLong maxOutputTokens = OptionalLong.empty();
        private long answers = 1;
        private long mediaBytes;
        private long mediaPieces;

        void field(String name, JsonReader in) throws IOException {
            switch (name) {
                case "model" -> model = in.text();
                case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
                    OptionalLong count = in.count();
                    maxOutputTokens = count.isPresent() ? count : maxOutputTokens;
                }
                // So many answers of that size are asked for, and all of them are billed.
                case "n", "best_of" -> answers = Math.max(answers, in.count().orElse(1));
                default -> weigh(in);
            }
        }

        OptionalLong allAnswers() {
            if (maxOutputTokens.isEmpty()) {
                return maxOutputTokens;
            }
            long each = maxOutputTokens.getAsLong();
            return OptionalLong.of(each <= Cost.MAX / answers ? each * answers : Math.max(each, Cost.MAX));
        }

        private void weigh(JsonReader in) throws IOException {
            if (in.isObject()) {
                in.object((name, value) -> weigh(value));
            } else if (in.isArray()) {
                in.array(this::weigh);
            } else {
                in.text().filter(RequestSize::isBase64).ifPresent(media -> {
                    mediaBytes += media.length();
                    mediaPieces++;
                });
            }
        }
    }

    private static boolean isBase64(String text) {
        if (text.length() < BASE64_LENGTH_MIN) {
            return false;
        }
        int start = text.startsWith("data:") ? Math.max(0, text.indexOf(BASE64) + BASE64.length()) : 0;
        return text.chars().skip(start).allMatch(RequestSize::isBase64Sign);
    }

    private static boolean isBase64Sign(int c) {
        boolean sign = c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
        return sign || (c <= 'z' && Character.isLetterOrDigit(c));
    }
}
