package dev.forebay.queue.sqlite;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells errors after which nothing may be acknowledged any more from those of one statement. */
final class Failures {

    /**
     * What a user's own statement may run into without harm to anybody else: SQLite undoes the statement alone. All others
     * (full, input or output error, corrupt, out of memory, read-only, ...) may have ended the whole transaction.
     */
    private static final Set<SQLiteErrorCode> OF_ONE_STATEMENT = EnumSet.of(
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_TOOBIG,
            SQLiteErrorCode.SQLITE_CONSTRAINT,
            SQLiteErrorCode.SQLITE_MISMATCH,
            SQLiteErrorCode.SQLITE_MISUSE,
            SQLiteErrorCode.SQLITE_RANGE,
            SQLiteErrorCode.SQLITE_AUTH,
            SQLiteErrorCode.SQLITE_ABORT,
            SQLiteErrorCode.SQLITE_NOTFOUND);

    private static final int CAUSES_MAX = 20;
    private static final int PRIMARY_CODE_MASK = 0xff;

    private Failures() {}

    /** An ack that failed between two of its writes. */
    static final class HalfWritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HalfWritten(String job, Throwable cause) {
            super("the ack of job " + job + " was written in part", cause);
        }
    }

    /** Whether the error concerns the whole store. */
    static boolean stopsTheStore(Throwable error) {
        if (error instanceof HalfWritten) {
            return true;
        }
        SQLiteException cause = sqliteCause(error);
        return cause != null && OF_ONE_STATEMENT.stream().noneMatch(code -> code.code == primary(cause));
    }

    private static int primary(SQLiteException error) {
        return error.getResultCode().code & PRIMARY_CODE_MASK;
    }

    private static @Nullable SQLiteException sqliteCause(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof SQLiteException sqlite) {
                return sqlite;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** What a person should read: ours for what happens to everybody, else SQLite's own words if there are any. */
    static String words(Throwable error) {
        SQLiteException cause = sqliteCause(error);
        if (cause != null && primary(cause) == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full";
        }
        return String.valueOf(cause == null ? error : cause.getMessage());
    }
}
