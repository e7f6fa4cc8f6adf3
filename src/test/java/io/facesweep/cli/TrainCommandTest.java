package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.facesweep.train.PaintedTextures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final List<String> RECIPE =
      List.of(
          "side=32",
          "renders=24",
          "textures=24",
          "vae-channels=[8, 8]",
          "unet-channels=[16, 16]",
          "text-width=16",
          "text-layers=1",
          "margin-views=1",
          "vae.steps=2",
          "unet.steps=2",
          "depth-control.steps=0",
          "texture-control.steps=0");

  @TempDir private Path folder;

  @Test
  void aCheckpointIsTrainedAndMeasured() throws IOException {
    String snapshot = folder.resolve("snapshot").toString();
    List<String> train = new ArrayList<>(List.of("train", "demo", "--out", snapshot));
    RECIPE.forEach(key -> train.addAll(List.of("-o", key)));
    Console trained = new Console();
    assertThat(trained.run(train.toArray(String[]::new))).as(trained.err()).isEqualTo(FaceSweep.OK);
    Console measured = new Console();
    Path sheet = folder.resolve("samples.png");
    int code =
        measured.run(
            "train", "evaluate", snapshot, "--seeds=1", "--sheet=" + sheet, "--distill=" + sweep());
    assertThat(code).as(measured.err()).isEqualTo(FaceSweep.OK);
    assertThat(sheet).isNotEmptyFile();
    List<String> names = measured.out().lines().map(line -> line.split(" ")[0]).toList();
    assertThat(names)
        .contains("margin_shape_jaw", "oracle", "samples_skin", "samples_hair")
        .contains("sds_jaw_more", "sds_jaw_less", "sds_shape", "sds_shape_pairs")
        .contains("sds_skin", "sds_hair");
    assertThat(figures(measured.out(), "samples_sharpness"))
        .singleElement(DOUBLE)
        .isGreaterThan(0.0);
    assertThat(
            figures(
                measured.out(),
                "samples_skin",
                "samples_hair",
                "sds_shape",
                "sds_skin",
                "sds_hair"))
        .hasSize(6)
        .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
  }

  /** Of a few steps, on pictures as wide as the recipe's. */
  private String sweep() throws IOException {
    Path file = folder.resolve("sweep.conf");
    Files.writeString(
        file,
        """
        sweep { name = measure, prompts = [a], axes { texture.wrap = [true, false] } }
        trial {
          geometry { steps = 2, resolution = 32, encode-resolution = 32 }
          texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
        }
        models.diffusion = elsewhere
        output.uri = unused
        """);
    return file.toString();
  }

  @Test
  void aSnapshotWithoutARecipeIsNotMeasured() {
    Console console = new Console();
    assertThat(console.run("train", "evaluate", folder.toString())).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err())
        .contains(
            "Cannot read configuration %s: there is no such file"
                .formatted(folder.resolve("recipe.conf")));
  }

  @Test
  void aTextureUnetIsTrainedFromASnapshot() throws IOException {
    Path textures = Files.createDirectories(folder.resolve("textures"));
    PaintedTextures.paint(textures, 3, 64);
    Path out = folder.resolve("unet");
    Console console = new Console();
    int code =
        console.run(
            "train",
            "texture-unet",
            "--base=src/test/resources/golden/sd15-like/model",
            "--textures=" + textures,
            "--out=" + out,
            "--resolution=64",
            "--colours=yuv",
            "--steps=1");
    assertThat(code).as(console.err()).isEqualTo(FaceSweep.OK);
    assertThat(console.out())
        .contains("3 textures of 64 x 64", "texture-unet-yuv: 1 steps")
        .contains("use: models.texture-unet-yuv = \"" + out + "\"");
    assertThat(out.resolve("diffusion_pytorch_model.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("unet.training/texture-unet-yuv/log.jsonl")).isNotEmptyFile();
  }

  @Test
  void aRateThatIsOutOfRangeIsRefused() {
    Console console = new Console();
    int code =
        console.run(
            "train", "texture-unet", "--base=b", "--textures=t", "--out=o", "--learning-rate=2");
    assertThat(code).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("learning");
  }

  @Test
  void aLorasRankThatIsOutOfRangeIsRefused() {
    Console console = new Console();
    int code =
        console.run(
            "train", "texture-unet", "--base=b", "--textures=t", "--out=o", "--lora-rank=2000");
    assertThat(code).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("Invalid lora-rank: 2000 (expected 0 to 1024)");
  }

  private static List<Double> figures(String output, String... prefixes) {
    return output
        .lines()
        .filter(line -> Stream.of(prefixes).anyMatch(line::startsWith))
        .map(line -> Double.valueOf(line.split(" +")[1]))
        .toList();
  }
}
