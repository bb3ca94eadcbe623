package dev.forebay.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the modules, as ARCHITECTURE.md draws them, and the one seam to time and chance. */
class ModulesTest {

    private static final String ROOT = "dev.forebay";
    private static final String[] CORE = {
        ROOT,
        ROOT + ".time..",
        ROOT + ".signal..",
        ROOT + ".event..",
        ROOT + ".limit..",
        ROOT + ".retry..",
        ROOT + ".money..",
        ROOT + ".pool.."
    };
    private static final String PROVIDERS = ROOT + ".providers..";
    private static final String QUEUE = ROOT + ".queue..";
    private static final String SIMULATOR = ROOT + ".simulator..";
    private static final String CLI = ROOT + ".cli..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void seesAllModules() {
        for (Map.Entry<String, Integer> module : Map.of(
                        "pool", 30, "providers", 30, "queue", 30, "queue.sqlite", 10, "simulator", 50, "cli", 30)
                .entrySet()) {
            long classes = CLASSES.stream()
                    .filter(type -> type.getPackageName().startsWith(ROOT + "." + module.getKey()))
                    .count();
            assertTrue(classes >= module.getValue(), () -> module.getKey() + ": only " + classes + " classes found");
        }
    }

    @Test
    void coreImportsNoOtherModule() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROVIDERS, QUEUE, SIMULATOR, CLI)
                .check(CLASSES);
    }

    @Test
    void providersImportCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(PROVIDERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(QUEUE, SIMULATOR, CLI)
                .check(CLASSES);
    }

    @Test
    void queuesImportCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(QUEUE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROVIDERS, SIMULATOR, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".queue")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".queue.*..")
                .check(CLASSES);
    }

    @Test
    void theSimulatorImportsNothingOfOurs() {
        for (JavaClass type : CLASSES) {
            if (!type.getPackageName().startsWith(ROOT + ".simulator")) {
                continue;
            }
            Set<String> ours = new TreeSet<>();
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getName())
                    .filter(name -> name.startsWith(ROOT + ".") && !name.startsWith(ROOT + ".simulator."))
                    .forEach(ours::add);
            assertEquals(Set.of(), ours, type.getName());
        }
    }

    @Test
    void nobodyImportsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(CLASSES);
    }

    @Test
    void theCommandLineHasNoCycles() {
        slices().matching(ROOT + ".cli.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli")
                .check(CLASSES);
    }

    private static final Set<String> CLOCK_AND_CHANCE = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.UUID.randomUUID");

    /** Where the two seams are: ours, and the simulator's own. */
    private static final List<String> SEAMS = List.of(ROOT + ".time", ROOT + ".simulator.time");

    @Test
    void clockAndChanceOnlyInTheSeams() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!SEAMS.contains(type.getPackageName())) {
                type.getAccessesFromSelf().stream()
                        .filter(access -> CLOCK_AND_CHANCE.contains(name(access)))
                        .forEach(access -> found.add(type.getName() + " uses " + name(access)));
            }
        }
        assertEquals(Set.of(), found, "use dev.forebay.time, or in the simulator its own clock");
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackage().tryGetAnnotationOfType(NullMarked.class).isEmpty()
                    && !type.getSimpleName().equals("module-info")) {
                unmarked.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), unmarked);
    }
}
