package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A small sweep as a file, and what must hold of its output whatever happened. */
public final class SweepFixture {
  /** Stages of each prompt: two geometries, four textures on them. */
  static final int STAGES = 6;

  private SweepFixture() {}

  /** Four trials for each prompt. */
  public static String configuration(String output, String more, String... prompts) {
    return """
sweep {
  name = tiny
  prompts = ["%s"]
  axes { view-dependent-prompts = [true, false], "texture.depth-control" = [true, false] }
}
models { diffusion = none, depth-controlnet = none }
output.uri = "%s"
"""
            .formatted(String.join("\", \"", prompts), output)
        + more;
  }

  static Path write(Path folder, String output, String more, String... prompts) throws IOException {
    return Files.writeString(folder.resolve("sweep.conf"), configuration(output, more, prompts));
  }

  /** Every trial is done, once, and every file that is referred to is there as it was written. */
  static void assertWhole(Path root, int trials) throws Exception {
    assertThat(Duck.query(root, "trials", "status, count(*), count(DISTINCT trial_id)"))
        .containsExactly("done|%d|%d".formatted(trials, trials));
    assertAssets(root);
  }

  /** Every file that is referred to is there, of the size that it should have; none twice. */
  static void assertAssets(Path root) throws Exception {
    assertThat(Duck.query(root, "assets", "count(*) = count(DISTINCT path)"))
        .containsExactly("true");
    for (String asset : Duck.query(root, "assets", "path, bytes")) {
      int bar = asset.indexOf('|');
      assertThat(Files.size(root.resolve(asset.substring(0, bar))))
          .hasToString(asset.substring(bar + 1));
    }
  }

  /**
   * A secret is in no file, compressed ones included, and in no column of the tables.
   *
   * @param root of an output with tables
   */
  static void assertNoSecret(Path root, String secret) throws Exception {
    assertNoSecretInFiles(root, secret, file -> true);
    for (String table : List.of("trials", "steps", "assets")) {
      assertThat(Duck.query(root, table, "*"))
          .as(table)
          .isNotEmpty()
          .noneMatch(row -> row.contains(secret));
    }
  }

  /** A secret is in none of these files of a tree. */
  static void assertNoSecretInFiles(Path tree, String secret, Predicate<Path> which)
      throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).filter(which).toList()) {
        assertThat(new String(content(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
  }

  private static byte[] content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".gz")) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
