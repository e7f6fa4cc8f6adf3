package io.facesweep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What users put into the folder of a report is there after any command, byte by byte. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnFilesIT {
  @TempDir private static Path root;
  private static Path file;
  private static Path report;
  @TempDir private Path victim;

  @BeforeAll
  static void runOnce() throws IOException {
    file = configuration();
    succeeds("run", file.toString(), "--master", "local[1]");
    report = root.resolve("output/report/own");
    assertThat(report.resolve("trials/00001.html")).exists();
  }

  @BeforeEach
  void putFilesElsewhere() throws IOException {
    Files.createDirectories(victim.resolve(".ssh"));
    Files.writeString(victim.resolve(".ssh/id"), "key");
    Files.writeString(victim.resolve("index.html"), "another site");
    Files.writeString(victim.resolve("thesis.txt"), "four years");
  }

  private static Path configuration() throws IOException {
    Path family = Console.golden().resolve("sd15-like");
    return Files.writeString(
        root.resolve("sweep.conf"),
        """
        sweep { name = own, prompts = ["an old man", "a woman"] }
        trial {
          geometry { steps = 1, resolution = 32, encode-resolution = 32 }
          texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
        }
        models { diffusion = "%s", depth-controlnet = "%s", dtype = float32 }
        output.uri = "%s"
        metrics.resolution = 32
        run.save { views = 1, view-resolution = 32, animation = none }
        """
            .formatted(
                family.resolve("model"), family.resolve("controlnet"), root.resolve("output")));
  }

  @Test
  @Order(1) // the other leaves files of its own
  void packsTheReportIntoOneFile() {
    Path zip = root.resolve("own.zip");
    Console console = succeeds("report", file.toString(), "--zip", zip.toString());
    assertThat(console.out()).contains("Packed: " + zip);
    assertThat(zip).isNotEmptyFile();
  }

  @Test
  @Order(2)
  void survivesReportAndRunWithWhatItLinksTo() throws IOException {
    Map<String, String> own = new TreeMap<>();
    own.put("notes.md", "# Mine\n");
    own.put("trials/mine/remarks.txt", "the second is better\n");
    own.put("figures/of-the-paper.svg", "<svg/>\n");
    String notebook = "notebooks/" + notebook();
    String fresh = Files.readString(report.resolve(notebook));
    own.put(notebook, fresh.replaceFirst("\"outputs\": \\[\\]", "\"outputs\": [\"executed\"]"));
    assertThat(own.get(notebook)).isNotEqualTo(fresh);
    own.put(notebook.replace(".ipynb", "-copy.ipynb"), fresh + "\n");
    for (Map.Entry<String, String> entry : own.entrySet()) {
      Path path = report.resolve(entry.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, entry.getValue());
    }
    Files.createSymbolicLink(report.resolve("figures/published"), victim);
    Files.createSymbolicLink(report.resolve("trials/published"), victim);
    Map<String, String> before = contents(victim);

    Console console = succeeds("report", file.toString());
    assertThat(console.out())
        .contains(
            "Note: changed since the last report and kept: %s (new notebooks are beside them)"
                .formatted(notebook));
    assertOwn(own, before);
    succeeds("run", file.toString(), "--master", "local[1]");
    assertOwn(own, before);
    // a smaller sweep, whose report has fewer files of ours
    succeeds("run", file.toString(), "--master", "local[1]", "-o", "sweep.prompts=[an old man]");
    assertThat(report.resolve("trials/00001.html")).doesNotExist();
    assertOwn(own, before);
    assertThat(report.resolve(notebook.replace(".ipynb", "-1.ipynb"))).hasContent(fresh);
  }

  private void assertOwn(Map<String, String> own, Map<String, String> before) throws IOException {
    for (Map.Entry<String, String> entry : own.entrySet()) {
      assertThat(report.resolve(entry.getKey())).hasBinaryContent(entry.getValue().getBytes(UTF_8));
    }
    for (String link : new String[] {"figures/published", "trials/published"}) {
      assertThat(Files.readSymbolicLink(report.resolve(link))).isEqualTo(victim);
    }
    assertThat(contents(victim)).isEqualTo(before).hasSize(3);
  }

  private String notebook() throws IOException {
    try (Stream<Path> files = Files.list(report.resolve("notebooks"))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(path).toString(), Files.readString(path));
      }
    }
    return contents;
  }

  private static Console succeeds(String... command) {
    Console console = new Console();
    assertThat(console.run(command)).as(console.err()).isEqualTo(FaceSweep.OK);
    return console;
  }
}
