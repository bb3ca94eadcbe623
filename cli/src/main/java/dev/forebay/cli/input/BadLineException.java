package dev.forebay.cli.input;

/** A line of the input makes no job; the others are not touched. Carries the reason only: where is known by the reader. */
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A line that makes no job, for this reason. */
    public BadLineException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong with the line, for a person. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
