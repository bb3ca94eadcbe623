package dev.forebay.providers.http;

import java.io.IOException;

/** An answer is longer than the transport was told to take; the same call would be answered so again. */
final class AnswerTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int bytesMax) {
        super("the answer is longer than " + bytesMax + " bytes");
    }
}
