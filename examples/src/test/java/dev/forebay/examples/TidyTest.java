package dev.forebay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a reviewer would otherwise say again and again: sizes, banned calls, missing sentences, dead links. */
class TidyTest {

    private static final int MEDIAN_LINES_MAX = 130;
    private static final int NINETIETH_PERCENTILE_LINES_MAX = 300;

    /** Grandfathered, with their bound: the list may only shrink. */
    private static final Map<String, Integer> LONG_FILES = Map.of("core/src/main/java/dev/forebay/pool/Pool.java", 560);

    private static final int LINES_MAX = 400;

    private static List<Path> mainSources() {
        return Repository.files(".java").stream()
                .filter(path -> path.toString().contains("/src/main/"))
                .filter(path -> !path.endsWith("module-info.java") && !path.endsWith("package-info.java"))
                .toList();
    }

    @Test
    void seesTheSources() {
        assertTrue(mainSources().size() > 60, () -> "only " + mainSources().size() + " files found");
    }

    @Test
    void filesAreSmallRooms() {
        List<Integer> sizes = new ArrayList<>();
        List<String> tooLong = new ArrayList<>();
        for (Path path : mainSources()) {
            int lines = Repository.text(path).split("\n", -1).length;
            sizes.add(lines);
            if (lines > LONG_FILES.getOrDefault(Repository.name(path), LINES_MAX)) {
                tooLong.add(Repository.name(path) + " has " + lines);
            }
        }
        sizes.sort(null);
        assertEquals(List.of(), tooLong);
        int median = sizes.get(sizes.size() / 2);
        int ninetieth = sizes.get(sizes.size() * 9 / 10);
        assertTrue(median <= MEDIAN_LINES_MAX, () -> "the median file has " + median + " lines");
        assertTrue(ninetieth <= NINETIETH_PERCENTILE_LINES_MAX, () -> "the 90th percentile is " + ninetieth);
    }

    @Test
    void testsNeverSleep() {
        assertEquals(
                List.of(), grep(Pattern.compile("Thread\\.sleep|TimeUnit\\.[A-Z]+\\.sleep"), ".java", "Repository"));
    }

    @Test
    void noMarkersAreLeft() {
        String markers = String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "@Dis" + "abled");
        assertEquals(List.of(), grep(Pattern.compile("\\b(" + markers + ")\\b"), ".java", "TidyTest"));
        assertEquals(List.of(), grep(Pattern.compile("\\b(" + markers + ")\\b"), ".md", ""));
    }

    @Test
    void namesSayTheDifference() {
        Pattern vague = Pattern.compile("(Impl|Base|Abstract|Manager|Util|Utils|Helper|Common)\\.java$");
        List<String> found = mainSources().stream()
                .map(Repository::name)
                .filter(name -> vague.matcher(name).find())
                .toList();
        assertEquals(List.of(), found);
    }

    @Test
    void decisionsHaveADateAndAName() {
        Pattern name = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d-[a-z0-9-]+\\.md");
        for (Path path : Repository.files(".md")) {
            if (Repository.name(path).startsWith("docs/decisions/")) {
                String file = Repository.name(path).substring("docs/decisions/".length());
                assertTrue(name.matcher(file).matches(), file);
            }
        }
    }

    @Test
    void linksLeadSomewhere() {
        Pattern link = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        for (Path page : Repository.files(".md")) {
            Matcher matcher = link.matcher(Repository.text(page));
            while (matcher.find()) {
                String target = matcher.group(1);
                boolean outside = target.startsWith("http");
                if (!outside && !Files.exists(page.resolveSibling(target))) {
                    dead.add(Repository.name(page) + " -> " + target);
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void theReadmeFitsAndNamesTheHeart() {
        String readme = Repository.text(Repository.ROOT.resolve("README.md"));
        assertTrue(readme.split("\n", -1).length <= 200, "README.md has more than 200 lines");
    }

    @Test
    void publicTypesSayHowTheyShareThreads() {
        Pattern type = Pattern.compile("(?m)^public (final |sealed |abstract )?(class|interface|record|enum) (\\w+)");
        Pattern promise = Pattern.compile("(?i)thread-safe|immutable|stateless|single thread|one thread");
        List<String> silent = new ArrayList<>();
        for (Path path : mainSources()) {
            String name = Repository.name(path);
            boolean library = name.startsWith("core/")
                    || name.startsWith("providers/")
                    || name.startsWith("queue")
                    || name.startsWith("adapter-")
                    || name.startsWith("metrics-")
                    || name.startsWith("spring-")
                    || name.startsWith("testkit/");
            String source = Repository.text(path);
            Matcher matcher = type.matcher(source);
            if (library && matcher.find()) {
                String before = source.substring(0, matcher.start());
                boolean exception = matcher.group(3).endsWith("Exception");
                if (!exception && !promise.matcher(before).find()) {
                    silent.add(name);
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    private static List<String> grep(Pattern pattern, String ending, String exceptIn) {
        List<String> found = new ArrayList<>();
        for (Path path : Repository.files(ending)) {
            if (!exceptIn.isEmpty() && path.toString().contains(exceptIn)) {
                continue;
            }
            String[] lines = Repository.text(path).split("\n", -1);
            for (int line = 0; line < lines.length; line++) {
                boolean allowed = lines[line].contains("java.lang.Thread.sleep");
                if (!allowed && pattern.matcher(lines[line]).find()) {
                    found.add(Repository.name(path) + ":" + (line + 1) + " " + lines[line].strip());
                }
            }
        }
        return found;
    }
}
