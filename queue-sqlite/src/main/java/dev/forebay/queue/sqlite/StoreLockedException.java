package dev.forebay.queue.sqlite;

import java.io.Serial;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process, or another part of this one, has the store open for writing. Nothing was changed. */
public final class StoreLockedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;

    StoreLockedException(Path file, OptionalLong pid) {
        super(file + " is in use by " + (pid.isPresent() ? "process " + pid.getAsLong() : "another process")
                + "; wait until it has ended, or stop it");
        this.pid = pid.orElse(0);
    }

    /** The process that has it; empty if it could not be read. */
    public OptionalLong pid() {
        return pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
    }
}
