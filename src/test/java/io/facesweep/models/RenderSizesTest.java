package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderSizesTest {
  @TempDir private Path folder;

  @Test
  void warnsOfEveryKeyWhosePicturesAreFarFromTheModelsOwn() throws IOException {
    snapshot("\"sample_size\": 16");
    assertThat(
            warnings(
                "sweep.axes.texture.prior = [none, canny-controlnet]",
                "models.texture-controlnet = any"))
        .containsExactly(
            warning("geometry.encode-resolution"),
            warning("texture.render-resolution"),
            warning("texture.resolution"));
    assertThat(warnings("trial.geometry.encode-resolution = 96", "trial.phases = geometry-only"))
        .as("half as large again")
        .isEmpty();
    assertThat(warnings("sweep.axes.texture.render-resolution = [64, 256]"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("texture.render-resolution = 256 pixels, but ");
  }

  @Test
  void warnsOfPicturesThatAreTooSmall() throws IOException {
    snapshot("\"sample_size\": 256");
    assertThat(warnings("trial.phases = geometry-only")).hasSize(1);
    assertThat(warnings("trial.phases = geometry-only", "trial.geometry.encode-resolution = 1024"))
        .isEmpty();
  }

  @Test
  void saysNothingWhereTheModelDoesNotStateItsSize() throws IOException {
    snapshot("\"sample_size\": [16, 16]");
    assertThat(warnings()).isEmpty();
    snapshot("\"in_channels\": 4");
    assertThat(warnings()).isEmpty();
  }

  private String warning(String key) {
    return ("%s = 512 pixels, but %s was trained on pictures of 64: it may not know heads of that"
            + " size (its own would be trial.%s = 64)")
        .formatted(key, folder, key);
  }

  private List<String> warnings(String... lines) {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep { name = tiny, prompts = [a] }
            models.diffusion = "%s"
            output.uri = out
            %s
            """
                .formatted(folder, String.join("\n", lines)));
    RenderSizes look = new RenderSizes(new Configuration());
    TrialLook.atAll(config, List.of(look));
    return look.lines();
  }

  /** A model whose latents are a quarter as large as its pictures. */
  private void snapshot(String unet) throws IOException {
    Files.createDirectories(folder.resolve("unet"));
    Files.createDirectories(folder.resolve("vae"));
    Files.writeString(folder.resolve("unet/config.json"), "{" + unet + "}");
    Files.writeString(
        folder.resolve("vae/config.json"),
        """
        {
          "_class_name": "AutoencoderKL",
          "block_out_channels": [32, 32, 32],
          "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
          "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]
        }
        """);
  }
}
