package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.cli.progress.Console;
import dev.forebay.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the program says of itself: help, the page of the manual, the completion of a shell. All of it is held to the model. */
class HelpTest {

    private static final Path PAGE = Path.of("..", "docs", "forebay.1.md");

    @TempDir
    private Path folder;

    private static CommandLine root() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.commandLine(new Surroundings(new Console(nowhere, nowhere, 0), Map.of(), Clock.system()));
    }

    /** All commands that a user may give, the first one without a name of its own. */
    private static List<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        add(root(), commands);
        return commands;
    }

    private static void add(CommandLine command, List<CommandLine> commands) {
        if (!command.getCommandSpec().usageMessage().hidden()) {
            commands.add(command);
            command.getSubcommands().values().stream().distinct().forEach(each -> add(each, commands));
        }
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static Stream<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName);
    }

    @Test
    void everyCommandHasExamplesAndExitStatuses() {
        assertTrue(commands().size() > 12, "few commands were found");
        for (CommandLine command : commands()) {
            String help = command.getUsageMessage();
            String footer =
                    String.join("\n", command.getCommandSpec().usageMessage().footer());
            assertTrue(help.contains("Usage: " + name(command)), help);
            Pattern example = Pattern.compile("\\b" + name(command) + "\\b");
            assertTrue(example.matcher(footer).find(), name(command) + " has no example of its own:\n" + help);
            boolean onlyCommands = command.getParent() == null;
            assertTrue(onlyCommands || footer.contains("Exit status"), name(command) + " names no exit status");
        }
    }

    /** What is wrapped cannot be copied into a shell. */
    @Test
    void examplesFitATerminal() {
        for (CommandLine command : commands()) {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                assertTrue(!line.startsWith("  ") || line.length() <= 80, name(command) + ": " + line);
            }
        }
    }

    @Test
    void everyCommandAndOptionStandsInTheManual() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> missing = new TreeSet<>();
        for (CommandLine command : commands()) {
            String section = command.getParent() == null ? page : section(page, name(command));
            if (section.isEmpty()) {
                missing.add(name(command));
            }
            options(command).filter(option -> !names(section).contains(option)).forEach(option -> {
                if (!option.equals("--help")) {
                    missing.add(name(command) + " " + option);
                }
            });
        }
        assertEquals(Set.of(), missing, "docs/forebay.1.md lacks these");
    }

    @Test
    void theManualSaysOfEachOptionWhatTheHelpSays() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> other = new TreeSet<>();
        for (CommandLine command : commands()) {
            String section = command.getParent() == null ? page : section(page, name(command));
            for (OptionSpec option : command.getCommandSpec().options()) {
                String said = String.join(" ", option.description());
                if (!option.hidden()
                        && !option.usageHelp()
                        && !option.versionHelp()
                        && !section.contains(": " + said)) {
                    other.add(name(command) + " " + option.longestName() + ": " + said);
                }
            }
        }
        assertEquals(Set.of(), other);
    }

    @Test
    void theManualNamesNoOptionThatIsNotThere() throws IOException {
        Set<String> there = new TreeSet<>();
        commands().forEach(command -> options(command).forEach(there::add));
        Set<String> named = names(Files.readString(PAGE));
        named.removeAll(there);
        assertEquals(Set.of(), named);
    }

    /** From the heading of a command to the next heading. */
    private static String section(String page, String command) {
        Matcher matcher = Pattern.compile("(?ms)^### " + Pattern.quote(command) + "\\b[^\\n]*$(.*?)(?=^##|\\z)")
                .matcher(page);
        return matcher.find() ? matcher.group(1) + " " : "";
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*").matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "forebay st, status",
        "forebay dead ex, export",
        "forebay run --max-at, --max-attempts",
        "forebay pause --st, --store"
    })
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, Invoked.command("completion", "bash").out());
        String words = typed.replace(" ", "' '");
        int last = typed.split(" ", -1).length - 1;
        Process bash = new ProcessBuilder(
                        "bash",
                        "--norc",
                        "-c",
                        "source " + script + " && complete -p forebay >/dev/null && COMP_WORDS=('" + words
                                + "') COMP_CWORD=" + last
                                + " && _complete_forebay && printf '%s\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), out);
        assertTrue(out.lines().anyMatch(line -> line.strip().equals(completed)), out);
    }

    @Test
    void anotherShellIsRefused() {
        Invoked fish = Invoked.command("completion", "fish");
        assertEquals(2, fish.status());
        assertEquals(1, fish.errLines().size(), fish.err());
        assertTrue(fish.err().contains("allowed: bash, zsh"), fish.err());
    }
}
