package dev.forebay.providers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows of this module: the wire on one hand, HTTP and prices apart from it. */
class ArchitectureTest {

    private static final String ROOT = "dev.forebay.providers";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void seesTheClasses() {
        assertTrue(
                CLASSES.size() >= 30, () -> "only " + CLASSES.size() + " classes found: the rules below saw nothing");
    }

    @Test
    void onlyWhatTheModuleNames() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "javax.net.ssl..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.annotations..",
                        "dev.forebay.time..",
                        "dev.forebay.signal..",
                        "dev.forebay.money..",
                        "dev.forebay.limit..",
                        "dev.forebay.retry..",
                        ROOT + "..")
                .check(CLASSES);
    }

    /** The wire tells of single answers; quotas and backoff are for whoever reads the limits of an account. */
    @Test
    void onlyTheReaderOfAnAccountsLimitsKnowsQuotas() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".client..")
                .and()
                .haveNameNotMatching(".*\\.(OrganizationLimits|LimitKind|AdminExchange)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.forebay.limit..", "dev.forebay.retry..")
                .check(CLASSES);
    }

    /** What adapters share stands between a pool and the wire, so it knows both. */
    @Test
    void whatAdaptersShareNamesNoLibrary() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "org.jspecify.annotations..", "dev.forebay..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".client..")
                .check(CLASSES);
    }

    @Test
    void httpAndPricesKnowNoProvider() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".http..", ROOT + ".prices..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noClockAndNoChance() {
        Set<String> banned = Set.of(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.Thread.sleep",
                "java.lang.Math.random",
                "java.time.Instant.now",
                "java.time.LocalDate.now",
                "java.time.ZonedDateTime.now",
                "java.util.concurrent.ThreadLocalRandom.current");
        for (JavaClass type : CLASSES) {
            type.getMethodCallsFromSelf().stream()
                    .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                    .filter(banned::contains)
                    .forEach(call -> {
                        throw new AssertionError(type.getName() + " calls " + call + "; use dev.forebay.time instead");
                    });
        }
    }

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
