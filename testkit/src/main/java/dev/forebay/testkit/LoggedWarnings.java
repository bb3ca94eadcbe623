package dev.forebay.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What is warned of while a test runs, where {@code System.Logger} ends in {@code java.util.logging}, as it does unless a
 * program says otherwise. An adapter warns if an SDK's own retries multiply with those of a pool, so a test that expects no
 * warning shows that they do not.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class LoggedWarnings implements AutoCloseable {

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler handler = new Recorder();

    private LoggedWarnings(Logger logger) {
        this.logger = logger;
        logger.addHandler(handler);
    }

    /**
     * Listens from now on.
     *
     * @param loggerName such as {@code dev.forebay.anthropic}; those below it are heard too
     */
    public static LoggedWarnings of(String loggerName) {
        return new LoggedWarnings(Logger.getLogger(loggerName));
    }

    /** The messages of warnings and worse so far. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** Listens no more. */
    @Override
    public void close() {
        logger.removeHandler(handler);
    }

    private final class Recorder extends Handler {

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                said.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
