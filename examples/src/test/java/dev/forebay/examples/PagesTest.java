package dev.forebay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that a page names exist, and no promise is without its row. */
class PagesTest {

    /** A class of tests, perhaps with its package, perhaps with a method. */
    private static final Pattern NAME =
            Pattern.compile("`(?:[a-z0-9]+\\.)*([A-Z][A-Za-z0-9]*Test)(?:\\.([a-z][A-Za-z0-9]*))?`");

    private static final int PROMISES = 21;

    @ParameterizedTest
    @ValueSource(strings = {"docs/peers.md", "docs/invariants.md"})
    void everyTestThatIsNamedExists(String page) {
        Map<String, String> classes = classesOfTests();
        List<String> missing = new ArrayList<>();
        int names = 0;
        Matcher matcher = NAME.matcher(Repository.text(Repository.ROOT.resolve(page)));
        while (matcher.find()) {
            names++;
            String text = classes.getOrDefault(matcher.group(1), "");
            String method = matcher.group(2);
            if (text.isEmpty() || (method != null && !text.contains("void " + method + "("))) {
                missing.add(matcher.group());
            }
        }
        assertTrue(names > 10, "the page names " + names);
        assertEquals(List.of(), missing);
    }

    /** All classes of that name together: each module has its own ArchitectureTest. */
    private static Map<String, String> classesOfTests() {
        Map<String, String> classes = new HashMap<>();
        for (var path : Repository.files("Test.java")) {
            String name = path.getFileName().toString();
            classes.merge(name.substring(0, name.length() - ".java".length()), Repository.text(path), String::concat);
        }
        return classes;
    }

    /** What the pages say of an SDK is what the build and scripts/sdk_versions.sh test. */
    @ParameterizedTest
    @CsvSource({
        "docs/adapters.md, anthropic",
        "docs/adapters.md, openai",
        "docs/adapters.md, langchain4j",
        "docs/metrics.md, micrometer"
    })
    void theVersionsOfAnSdkAreThoseThatAreTested(String page, String sdk) {
        String range = "ersions " + property(sdk + ".oldest") + " to " + property(sdk + ".version");
        String text = Repository.text(Repository.ROOT.resolve(page));
        assertTrue(text.contains(range), () -> page + " does not say of " + sdk + ": v" + range);
    }

    private static String property(String name) {
        Matcher matcher = Pattern.compile("<" + Pattern.quote(name) + ">(.*?)</")
                .matcher(Repository.text(Repository.ROOT.resolve("pom.xml")));
        assertTrue(matcher.find(), name);
        return matcher.group(1);
    }

    @Test
    void everyPromiseHasItsRow() {
        String page = Repository.text(Repository.ROOT.resolve("docs/invariants.md"));
        assertEquals(
                List.of(),
                IntStream.rangeClosed(1, PROMISES)
                        .mapToObj(number -> "\n| T" + number + " | ")
                        .filter(row -> !page.contains(row))
                        .toList());
    }
}
