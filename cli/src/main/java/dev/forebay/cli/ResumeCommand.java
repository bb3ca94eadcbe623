package dev.forebay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.output.Json;
import dev.forebay.cli.store.PauseMark;
import dev.forebay.cli.store.Stores;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code forebay resume}: takes a pause back. */
@Command(
        name = "resume",
        description =
                "Takes `forebay pause` back: the run on a store goes on within a second. Starts no run by itself: give"
                        + " the run's command again for that.",
        footer = {
            "",
            "Examples:",
            "  forebay resume --store in.jsonl.results.jsonl.db",
            "  forebay resume --store in.jsonl.results.jsonl.db --json",
            "",
            "Exit status: 0 not paused any more, or never was; 2 there is no such store; 5 the machine failed."
        })
final class ResumeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        OptionalLong writer = Stores.writer(store.file());
        boolean changed = PauseMark.of(store.file()).clear();
        surroundings.console().out().println(json.asked() ? Json.line(json(writer, changed)) : words(writer, changed));
        return ExitStatus.SUCCEEDED;
    }

    private static String words(OptionalLong writer, boolean changed) {
        return (changed ? "resumed: " : "was not paused: ")
                + (writer.isPresent()
                        ? "process " + writer.getAsLong() + (changed ? " goes on" : " is at work")
                        : "no run is at work; give its command again");
    }

    private ObjectNode json(OptionalLong writer, boolean changed) {
        ObjectNode line = Json.object()
                .put("store", store.file().toString())
                .put("paused", false)
                .put("changed", changed);
        return writer.isPresent() ? line.put("pid", writer.getAsLong()) : line.putNull("pid");
    }
}
