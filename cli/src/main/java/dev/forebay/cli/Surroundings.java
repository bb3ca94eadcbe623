package dev.forebay.cli;

import dev.forebay.cli.input.StandardInput;
import dev.forebay.cli.progress.Console;
import dev.forebay.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * What a command finds around it. Immutable; also makes the commands, so that each gets it.
 *
 * @param console where to write
 * @param input what is piped in
 * @param environment the variables of the process, keys among them
 * @param clock the time
 */
record Surroundings(Console console, StandardInput input, Map<String, String> environment, Clock clock)
        implements IFactory {

    /** With nothing on standard input. */
    Surroundings(Console console, Map<String, String> environment, Clock clock) {
        this(console, StandardInput.none(), environment, clock);
    }

    static Surroundings ofProcess() {
        return new Surroundings(Console.ofProcess(), StandardInput.ofProcess(), System.getenv(), Clock.system());
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        try {
            return type.getDeclaredConstructor(Surroundings.class).newInstance(this);
        } catch (NoSuchMethodException needsNothing) {
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** Variables are left out: a key is among them. */
    @Override
    public String toString() {
        return "Surroundings[" + environment.size() + " variables]";
    }
}
