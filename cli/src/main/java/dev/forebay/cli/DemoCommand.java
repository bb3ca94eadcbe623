package dev.forebay.cli;

import dev.forebay.cli.demo.Demo;
import dev.forebay.cli.exit.UserException;
import dev.forebay.providers.prices.Prices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code forebay demo}: Forebay at work, without a key. */
@Command(
        name = "demo",
        description = "Drains 300 invoices through a simulated provider at its limit, beside a plain client on the same"
                + " limits. Needs no key and half a minute.",
        footer = {
            "",
            "Edit an amount in examples/invoices/invoices.jsonl and run it again: the edited amount comes back.",
            "",
            "Example:",
            "  forebay demo",
            "",
            "Exit status: 0 every result is as expected.jsonl says; 1 some are not; 2 the examples are missing; 5 the"
                    + " machine failed."
        })
final class DemoCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = Path.of(System.getProperty("forebay.home", "."), "examples", "invoices");
        if (!Files.isReadable(folder.resolve("invoices.jsonl"))) {
            throw UserException.usage("the demo's invoices are not at " + folder + "; start it as ./forebay demo");
        }
        String model = ModelDefaults.ANTHROPIC;
        return new Demo(folder, model, Prices.dated().of(model, 0), surroundings.console(), surroundings.clock())
                .execute();
    }
}
