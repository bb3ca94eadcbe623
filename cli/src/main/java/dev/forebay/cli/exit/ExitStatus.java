package dev.forebay.cli.exit;

/** The statuses with which a command ends, as a shell sees them. Stateless. */
public final class ExitStatus {

    /** All succeeded. */
    public static final int SUCCEEDED = 0;

    /** Some jobs are dead or some lines of the input are bad; all others are done. */
    public static final int SOME_FAILED = 1;

    /** Wrong usage or wrong input; nothing was sent. */
    public static final int WRONG_USAGE = 2;

    /** A budget or a quota is used up, or the provider cannot be reached; the same command resumes. */
    public static final int HELD = 3;

    /** The provider refused the key or the model. */
    public static final int REFUSED = 4;

    /** The machine failed us: disk full, store unreadable; the same command resumes. */
    public static final int MACHINE_FAILED = 5;

    /** A signal ended the run; the same command resumes. To this the number of the signal is added. */
    public static final int SIGNALLED = 128;

    /** Whoever read the output has closed it, as {@code head} does: what a shell says of other programs then, too. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitStatus() {}
}
