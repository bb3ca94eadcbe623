package dev.forebay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages of core, as ARCHITECTURE.md draws them. */
class ArchitectureTest {

    private static final String ROOT = "dev.forebay";

    /** For each package, all that it may use besides itself and the JDK. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "time", Set.of(),
            "signal", Set.of("time"),
            "event", Set.of("time", "signal"),
            "limit", Set.of("time", "signal", "event"),
            "retry", Set.of("time", "signal", "event"),
            "money", Set.of("time", "signal", "event"),
            "pool", Set.of("time", "signal", "event", "limit", "retry", "money"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void seesTheClasses() {
        assertTrue(CLASSES.size() >= 5, () -> "only " + CLASSES.size() + " classes found: the rules below saw nothing");
    }

    @Test
    void arrowsPointOneWay() {
        ARROWS.forEach((name, allowed) -> {
            String[] others = ARROWS.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void nobodyImportsTheRoot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", ROOT + "..", "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void clockAndChanceOnlyInTime() {
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().equals(ROOT + ".time")) {
                continue;
            }
            type.getMethodCallsFromSelf().stream()
                    .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                    .filter(CLOCK_AND_CHANCE::contains)
                    .forEach(call -> {
                        throw new AssertionError(type.getName() + " calls " + call + "; use dev.forebay.time instead");
                    });
        }
    }

    private static final List<String> CLOCK_AND_CHANCE = List.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.ZonedDateTime.now",
            "java.util.concurrent.ThreadLocalRandom.current");

    @Test
    void everyPackageIsNullMarked() {
        for (JavaClass type : CLASSES) {
            boolean marked =
                    type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent()
                            || type.getSimpleName().equals("module-info");
            assertTrue(marked, () -> type.getPackageName() + " has no @NullMarked in its package-info.java");
        }
    }
}
