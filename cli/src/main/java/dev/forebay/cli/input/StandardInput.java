package dev.forebay.cli.input;

import java.io.InputStream;

/**
 * What is piped into the process. Not thread-safe; reading blocks until somebody writes.
 *
 * @param stream the bytes; read once
 * @param isTerminal whether a person sits there, who was not asked to type documents
 */
public record StandardInput(InputStream stream, boolean isTerminal) {

    /** Nothing at all. */
    public static StandardInput none() {
        return new StandardInput(InputStream.nullInputStream(), false);
    }

    /** That of this process; the launcher says whether there is a terminal, as Java cannot tell. */
    public static StandardInput ofProcess() {
        return new StandardInput(System.in, Boolean.getBoolean("forebay.input.terminal"));
    }
}
