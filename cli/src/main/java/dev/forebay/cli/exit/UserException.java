package dev.forebay.cli.exit;

/**
 * Something that the user can mend: printed as one line, without a stack trace, and the command ends with its status.
 * Immutable.
 */
public final class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * An error with one line that says what is wrong and what to do.
     *
     * @param status one of {@link ExitStatus}
     */
    public UserException(int status, String line) {
        super(line, null, false, false);
        this.status = status;
    }

    /** Wrong usage or wrong input. */
    public static UserException usage(String line) {
        return new UserException(ExitStatus.WRONG_USAGE, line);
    }

    /** A failure of the machine. */
    public static UserException machine(String line) {
        return new UserException(ExitStatus.MACHINE_FAILED, line);
    }

    /** Nobody reads the output any more; nothing is said about it. */
    public static UserException outputClosed() {
        return new UserException(ExitStatus.OUTPUT_CLOSED, "");
    }

    /** The status with which the command ends. */
    public int status() {
        return status;
    }

    /** The line; empty if there is nothing to say. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
