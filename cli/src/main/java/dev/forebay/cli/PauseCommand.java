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

/** {@code forebay pause}: no more calls on a store, whoever works on it. */
@Command(
        name = "pause",
        description = "Lets the run on a store start no more calls; those in flight end. It waits, and goes on after"
                + " `forebay resume`. A run that is started on a paused store ends at once.",
        footer = {
            "",
            "The pause is a file beside the store, STORE.paused, at which the run looks once a second.",
            "",
            "Examples:",
            "  forebay pause --store in.jsonl.results.jsonl.db",
            "  forebay resume --store in.jsonl.results.jsonl.db",
            "",
            "Exit status: 0 paused, also if it was before; 2 there is no such store; 5 the machine failed."
        })
final class PauseCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private JsonOption json = new JsonOption();

    PauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        OptionalLong writer = Stores.writer(store.file());
        boolean changed = PauseMark.of(store.file()).set();
        surroundings.console().out().println(json.asked() ? Json.line(json(writer, changed)) : words(writer, changed));
        return ExitStatus.SUCCEEDED;
    }

    private String words(OptionalLong writer, boolean changed) {
        String who =
                writer.isPresent() ? "process " + writer.getAsLong() + " starts no more calls" : "no run is at work";
        return (changed ? "paused: " : "was paused already: ") + who + "; `forebay resume --store " + store.file()
                + "` goes on";
    }

    private ObjectNode json(OptionalLong writer, boolean changed) {
        ObjectNode line = Json.object()
                .put("store", store.file().toString())
                .put("paused", true)
                .put("changed", changed);
        return writer.isPresent() ? line.put("pid", writer.getAsLong()) : line.putNull("pid");
    }
}
