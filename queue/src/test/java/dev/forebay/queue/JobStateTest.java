package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the enum and the drawing in docs/job-states.md equal. */
class JobStateTest {

    private static final Pattern ARROW = Pattern.compile("^ *([A-Z]+) --> ([A-Z]+)$", Pattern.MULTILINE);

    @Test
    void theDrawingShowsExactlyTheTransitions() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "job-states.md"));
        Set<String> drawn = ARROW.matcher(page)
                .results()
                .map(arrow -> arrow.group(1) + " -> " + arrow.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> coded = new TreeSet<>();
        for (JobState from : JobState.values()) {
            from.next().forEach(to -> coded.add(from + " -> " + to));
        }
        assertTrue(drawn.size() >= 10, "the drawing was not found");
        assertEquals(coded, drawn);
    }

    @Test
    void anOpenJobCanBecomeDone() {
        for (JobState state : JobState.values()) {
            assertEquals(state.isOpen(), state.canBecome(JobState.DONE), state.toString());
        }
    }
}
