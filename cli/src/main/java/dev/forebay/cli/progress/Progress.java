package dev.forebay.cli.progress;

import dev.forebay.cli.output.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows how far a run has come, in one of four forms, and the lines that are said meanwhile. Used by one thread at a time;
 * every method may block on the terminal or the pipe.
 */
public abstract sealed class Progress {

    /** What a person may ask for. */
    public enum Form {
        /** A bar on a terminal, plain lines elsewhere. */
        AUTO,
        /** A line for each 100 calls and at least every 10 s. */
        PLAIN,
        /** The same as lines of JSON. */
        JSON,
        /** Nothing but what is said. */
        NONE;

        /** The form of this name. */
        public static Form parse(String name) {
            for (Form form : values()) {
                if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return form;
                }
            }
            throw new IllegalArgumentException("--progress is '" + name + "'; allowed: auto, plain, json, none");
        }
    }

    final PrintStream out;

    private Progress(PrintStream out) {
        this.out = out;
    }

    /**
     * A view of that form.
     *
     * @param terminal behind {@code out}
     */
    public static Progress of(Form form, PrintStream out, Terminal terminal) {
        return switch (form) {
            case NONE -> new Silent(out);
            case JSON -> new Lines(out, true);
            case PLAIN -> new Lines(out, false);
            case AUTO -> terminal.isThere() ? new Bar(out, terminal) : new Lines(out, false);
        };
    }

    /** Takes the newest figures, a few times a second; the view decides whether to show them. */
    public abstract void show(Figures figures);

    /** Prints a line. */
    public abstract void say(String line);

    /** Shows the last figures; nothing is shown afterwards. */
    public abstract void end(Figures figures);

    /** Ends without figures, on a fresh line. */
    public void leave() {}

    private static final class Silent extends Progress {

        Silent(PrintStream out) {
            super(out);
        }

        @Override
        public void show(Figures figures) {}

        @Override
        public void say(String line) {
            out.println(line);
        }

        @Override
        public void end(Figures figures) {}
    }

    private static final class Lines extends Progress {

        private static final long CALLS_BETWEEN = 100;
        private static final Duration TIME_BETWEEN = Duration.ofSeconds(10);

        private final boolean json;
        private long shownCalls;
        private Duration shownAt = Duration.ZERO;

        Lines(PrintStream out, boolean json) {
            super(out);
            this.json = json;
        }

        @Override
        public void show(Figures figures) {
            long calls = figures.calls().succeeded();
            boolean manyCalls = calls / CALLS_BETWEEN > shownCalls / CALLS_BETWEEN;
            if (manyCalls || figures.elapsed().minus(shownAt).compareTo(TIME_BETWEEN) >= 0) {
                shownCalls = calls;
                shownAt = figures.elapsed();
                print(figures);
            }
        }

        @Override
        public void say(String line) {
            out.println(json ? Json.line(Json.object().put("event", "message").put("text", line)) : line);
        }

        @Override
        public void end(Figures figures) {
            if (figures.calls().succeeded() != shownCalls) {
                print(figures);
            }
        }

        private void print(Figures figures) {
            out.println(json ? ProgressLine.json(figures) : ProgressLine.plain(figures));
        }
    }

    private static final class Bar extends Progress {

        private static final String CLEAR = "\r\u001b[K";

        private final Terminal terminal;
        private String drawn = "";

        Bar(PrintStream out, Terminal terminal) {
            super(out);
            this.terminal = terminal;
        }

        @Override
        public void show(Figures figures) {
            drawn = ProgressLine.bar(figures, terminal.columns());
            out.print(CLEAR + drawn);
            out.flush();
        }

        @Override
        public void say(String line) {
            out.print(CLEAR + line + System.lineSeparator() + drawn);
            out.flush();
        }

        @Override
        public void end(Figures figures) {
            out.println(CLEAR + ProgressLine.bar(figures, terminal.columns()));
            drawn = "";
        }

        @Override
        public void leave() {
            if (!drawn.isEmpty()) {
                out.println();
            }
        }
    }
}
