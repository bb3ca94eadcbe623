package dev.forebay.simulator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Holds the simulator apart from everything it measures, and its packages in order.
 *
 * <p>Planted faults that it catches: core among the simulator's dependencies, and a call of its clock, in the simulator or in
 * one of its tests.
 */
class ArchitectureTest {

    private static final String ROOT = "dev.forebay.simulator";

    private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.forebay");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void seesTheClasses() {
        assertTrue(MAIN.size() > 60, () -> "only " + MAIN.size() + " classes found: the rules below saw nothing");
        assertTrue(ALL.size() > MAIN.size(), "the tests were not found");
    }

    @Test
    void importsNothingElseOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.forebay..").and(resideOutsideOfPackage(ROOT + "..")))
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", ROOT + "..", "com.fasterxml.jackson..", "io.netty..", "org.jspecify.annotations..")
                .check(MAIN);
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTheFrontUsesNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void oneClassReadsTheClock() {
        for (JavaClass type : MAIN) {
            if (!type.getName().equals(ROOT + ".time.SystemSimulatorClock")) {
                type.getMethodCallsFromSelf().stream()
                        .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                        .filter(CLOCK_AND_CHANCE::contains)
                        .forEach(call -> {
                            throw new AssertionError(
                                    type.getName() + " calls " + call + "; use SimulatorClock or Chance");
                        });
            }
        }
    }

    private static final List<String> CLOCK_AND_CHANCE = List.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.util.concurrent.ThreadLocalRandom.current");

    @Test
    void everyPackageIsNullMarked() {
        for (JavaClass type : MAIN) {
            assertTrue(
                    type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent()
                            || type.getSimpleName().equals("module-info"),
                    () -> type.getPackageName() + " has no @NullMarked in its package-info.java");
        }
    }
}
