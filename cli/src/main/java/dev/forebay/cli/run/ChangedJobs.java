package dev.forebay.cli.run;

import java.util.Locale;

/** What becomes of a job whose id stands for another request in the store. Immutable. */
public enum ChangedJobs {
    /** Nothing is done at all, and the ids are listed. */
    STOP,
    /** It gets the new request and is done anew. */
    RERUN,
    /** It keeps its request and its result. */
    KEEP;

    /**
     * That of this name.
     *
     * @throws IllegalArgumentException saying which there are
     */
    public static ChangedJobs parse(String name) {
        for (ChangedJobs each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("--changed is '" + name + "'; allowed: stop, rerun, keep");
    }
}
