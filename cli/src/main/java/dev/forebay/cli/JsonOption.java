package dev.forebay.cli;

import picocli.CommandLine.Option;

/** The option that asks for JSON in place of words. Not thread-safe. */
final class JsonOption {

    @Option(names = "--json", description = "Prints JSON, one object in each line.")
    private boolean json;

    boolean asked() {
        return json;
    }
}
