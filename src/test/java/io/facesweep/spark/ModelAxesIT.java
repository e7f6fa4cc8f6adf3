package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.report.SweepReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of several roles as axes of one sweep, in one report. */
class ModelAxesIT {
  private static final Path FIRST = Path.of("src/test/resources/golden/sd15-like/model");
  private static final Path SECOND = Path.of("src/test/resources/golden/sd21-like/model");

  /** A single file with a UNet and a text encoder. */
  private static final Path WITHOUT_VAE =
      SECOND.resolveSibling("single-file").resolve("converted-fp16-novae.safetensors");

  @TempDir private Path root;

  @Test
  void aFileWithoutVaeIsSweptWithVaesOfItsOwnBesideASnapshot() throws Exception {
    Path parts = root.resolve("parts");
    FileUtils.copyDirectory(SECOND.toFile(), parts.toFile(), file -> !file.getName().equals("vae"));
    Path output = root.resolve("output");
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep {
              name = models
              prompts = ["an old man"]
              axes {
                models.diffusion = ["%s", "%s"]
                models.vae = ["%s", "%s"]
                models.geometry-diffusion = ["%s", "%s"]
              }
              design = one-factor
            }
            trial {
              geometry { steps = 2, resolution = 32, encode-resolution = 32 }
              texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
            }
            models.parts = "%s"
            metrics.resolution = 32
            output.uri = "%s"
            run.save { views = 1, view-resolution = 32, animation = none }
            """
                .formatted(
                    WITHOUT_VAE,
                    FIRST,
                    FIRST.resolve("vae"),
                    SECOND.resolve("vae"),
                    FIRST,
                    SECOND,
                    parts,
                    output));
    SweepResult result = SweepJob.run(config, "local[1]", line -> {});
    assertThat(result.exit()).as(result.summary()).isEqualTo(SweepExit.DONE);
    assertThat(
            Duck.query(
                output,
                "trials",
                "count(*), count(DISTINCT geometry_stage), count(DISTINCT texture_stage)"))
        .as("the geometry is of its own checkpoint, with the VAE of that")
        .containsExactly("4|2|4");
    assertThat(
            Duck.query(
                output,
                "trials",
                "factor_models_geometry_diffusion, count(DISTINCT metric_coefficient_norm)"))
        .containsExactlyInAnyOrder(FIRST + "|1", SECOND + "|1");
    Set<String> textures = new HashSet<>();
    for (Path albedo : SweepProcess.files(output.resolve("stages/texture"), "albedo.png")) {
      textures.add(DigestUtils.sha256Hex(Files.readAllBytes(albedo)));
    }
    assertThat(textures).as("every model moves the texture").hasSize(4);
    SweepReport.write(OutputStore.open(config), "models");
    assertThat(output.resolve("report/models/index.html"))
        .content()
        .contains("models.diffusion", "models.vae", "models.geometry-diffusion")
        .contains(WITHOUT_VAE.toString(), FIRST.toString());
  }
}
