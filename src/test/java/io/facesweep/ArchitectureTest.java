package io.facesweep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The directions between packages: what each may import of ours. A package that is missing here may
 * import nothing of ours.
 */
class ArchitectureTest {
  private static final String ROOT = "io.facesweep";

  /** A row of the table of rooms: name, what it holds, what it may import. */
  private static final Pattern ROOM =
      Pattern.compile("\\| `([a-z.]+)` \\| [^|]+ \\| ([a-z., ]+) \\|");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages(ROOT);

  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry(
              "cli",
              List.of(
                  "spark",
                  "run",
                  "report",
                  "check",
                  "inspect",
                  "train",
                  "train.demo",
                  "config",
                  "settings",
                  "plan",
                  "synthesis",
                  "assets",
                  "face",
                  "mesh",
                  "render",
                  "diffusion",
                  "tensor")),
          Map.entry(
              "spark",
              List.of("run", "models", "store", "tables", "plan", "config", "settings", "tensor")),
          Map.entry(
              "run",
              List.of(
                  "synthesis",
                  "metrics",
                  "judges",
                  "assets",
                  "models",
                  "store",
                  "plan",
                  "config",
                  "settings",
                  "diffusion",
                  "face",
                  "mesh",
                  "render",
                  "tensor")),
          Map.entry(
              "models",
              List.of("diffusion", "face", "judges", "plan", "store", "config", "settings")),
          Map.entry(
              "check",
              List.of(
                  "synthesis",
                  "diffusion",
                  "render",
                  "face",
                  "mesh",
                  "tensor",
                  "config",
                  "settings")),
          Map.entry(
              "inspect",
              List.of("diffusion", "face", "judges", "mesh", "store", "config", "settings")),
          Map.entry("report", List.of("analysis", "tables", "store", "assets", "metrics")),
          Map.entry("analysis", List.of("tables", "store", "metrics", "settings")),
          Map.entry("tables", List.of("store", "plan", "metrics")),
          Map.entry("store", List.of("plan", "config", "settings")),
          Map.entry("plan", List.of("config", "settings")),
          Map.entry("config", List.of("settings")),
          Map.entry("settings", List.of()),
          Map.entry(
              "train",
              List.of(
                  "assets", "guidance", "diffusion", "render", "weights", "settings", "tensor")),
          Map.entry(
              "train.demo",
              List.of(
                  "train",
                  "synthesis",
                  "guidance",
                  "diffusion",
                  "render",
                  "face",
                  "mesh",
                  "weights",
                  "tensor",
                  "config",
                  "settings")),
          Map.entry(
              "metrics",
              List.of("judges", "guidance", "render", "diffusion", "settings", "tensor")),
          Map.entry("judges", List.of("weights", "tensor")),
          Map.entry("assets", List.of("synthesis", "render", "face", "mesh", "tensor")),
          Map.entry(
              "synthesis",
              List.of("guidance", "diffusion", "render", "face", "mesh", "settings", "tensor")),
          Map.entry("guidance", List.of("diffusion", "settings", "tensor")),
          Map.entry("diffusion", List.of("weights", "tensor")),
          Map.entry("render", List.of("mesh", "tensor")),
          Map.entry("face", List.of("mesh", "weights", "tensor")),
          Map.entry("weights", List.of("tensor")),
          Map.entry("mesh", List.of()),
          Map.entry("tensor", List.of()));

  @TestFactory
  List<DynamicTest> packagesImportOnlyWhatTheyMay() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, List<String>> rule : MAY_IMPORT.entrySet()) {
      List<String> allowed = new ArrayList<>(List.of(ROOT, packageOf(rule.getKey())));
      rule.getValue().forEach(name -> allowed.add(packageOf(name)));
      tests.add(
          DynamicTest.dynamicTest(
              rule.getKey(),
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage(packageOf(rule.getKey()))
                      .should()
                      .dependOnClassesThat(
                          resideInAPackage(ROOT + "..")
                              .and(not(resideInAnyPackage(allowed.toArray(new String[0])))))
                      .allowEmptyShould(true)
                      .check(CLASSES)));
    }
    return tests;
  }

  @Test
  void everyPackageHasARule() {
    List<String> unruled =
        CLASSES.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1))
            .filter(name -> !MAY_IMPORT.containsKey(name))
            .distinct()
            .toList();
    assertThat(unruled).isEmpty();
  }

  @Test
  void theArchitecturePageHasTheSameList() throws IOException {
    Map<String, List<String>> page = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      Matcher row = ROOM.matcher(line);
      if (row.matches()) {
        String imports = row.group(2);
        page.put(
            row.group(1), imports.equals("nothing") ? List.of() : List.of(imports.split(", ")));
      }
    }
    assertThat(page).isEqualTo(new TreeMap<>(MAY_IMPORT));
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTensorTouchesDjl() {
    noClasses()
        .that(not(resideInAPackage(packageOf("tensor"))))
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl.."))
        .check(CLASSES);
  }

  /**
   * What libtorch sees counts, not what JNA finds of CUDA; it is there for the C libraries alone.
   */
  @Test
  void nothingAsksDjlOrJnaForGpus() {
    JavaClasses bridge =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("ai.djl.pytorch.jni");
    assertThat(bridge).isNotEmpty();
    for (JavaClasses classes : List.of(CLASSES, bridge)) {
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(ProcessEnd|NativeHeap|NativeLog)")
          .should()
          .dependOnClassesThat(resideInAnyPackage("com.sun.jna..", "ai.djl.util.cuda.."))
          .orShould()
          .callMethodWhere(target(name("getGpuCount")))
          .check(classes);
    }
  }

  @Test
  void onlySparkTouchesSpark() {
    noClasses()
        .that(not(resideInAPackage(packageOf("spark"))))
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.spark.."))
        .check(CLASSES);
  }

  @Test
  void onlyRoomsOfFilesTouchHadoop() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    packageOf("spark"),
                    packageOf("run"),
                    packageOf("models"),
                    packageOf("tables"),
                    packageOf("store"))))
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.hadoop.."))
        .check(CLASSES);
  }

  private static String packageOf(String name) {
    return ROOT + "." + name;
  }
}
