package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.DeviceDouble;
import io.facesweep.tensor.Traffic;
import io.facesweep.train.PaintedTextures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole trials and a training on a device that is not there: none may let tensors of two devices
 * meet, or read the device's memory, from the first step to the last file.
 */
class DeviceTrialTest {
  private static final String MODEL = Console.golden().resolve("sd15-like/model").toString();

  @TempDir private Path folder;
  private DeviceDouble device;

  @BeforeEach
  void open() {
    device = DeviceDouble.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void geometryThenTextureWithControlNetsLightsAndClip() {
    runs(
        "trial.texture.light.mode=presets",
        "trial.texture.depth-control=true",
        "models.clip=src/test/resources/clip-like");
    assertThat(folder.resolve("trial")).isDirectoryContaining("glob:**/evolution-geometry.gif");
    assertThat(folder.resolve("trial/metrics.json")).content().contains("clip");
  }

  @Test
  void theSameInHalfPrecision() {
    runs("models.dtype=auto", "trial.geometry.steps=1", "run.save.animation=none");
  }

  @Test
  void bothJointlyWithAdan() {
    runs(
        "trial.phases=joint",
        "trial.geometry.optimizer.kind=adan",
        "trial.geometry.l2-weight=1",
        "trial.geometry.coefficient-limit=2");
  }

  @Test
  void textureWithItsOwnUnetsSymmetryAndSmoothness() {
    runs(
        "trial.phases=texture-only",
        "trial.geometry.coefficients=[0]",
        "models.texture-unet=" + MODEL,
        "models.texture-unet-yuv=" + MODEL,
        "trial.texture.prior=texture-unet",
        "trial.texture.prior-yuv=true",
        "trial.texture.symmetry-weight=1",
        "trial.texture.smoothness-weight=1");
  }

  @Test
  void geometryAsGreyAndAsNormalsWithLimitsAndClipping() {
    runs(
        "trial.phases=geometry-only",
        "sweep.axes={}",
        "trial.geometry.render=mix",
        "trial.geometry.coefficient-limit=0.5",
        "trial.geometry.optimizer.max-grad-norm=1e-3",
        "trial.guidance.clip-norm=0.1",
        "trial.guidance.posterior=sample",
        "trial.guidance.timestep=dreamtime");
  }

  @Test
  void geometryAsNormalsOnly() {
    runs("trial.phases=geometry-only", "sweep.axes={}", "trial.geometry.render=normal");
  }

  @Test
  void everyControlInBothPhases() {
    String net = Console.golden().resolve("sd15-like/controlnet").toString();
    List<String> settings = new ArrayList<>(List.of("run.save.animation=none"));
    for (String role : List.of("normal", "landmark", "canny")) {
      settings.add("models.%s-controlnet=%s".formatted(role, net));
    }
    for (String phase : List.of("geometry", "texture")) {
      settings.add("trial.%s.depth-control=true".formatted(phase));
      for (String control : List.of("normal", "landmarks", "canny")) {
        settings.add("trial.%s.control.%s.on=true".formatted(phase, control));
      }
    }
    runs(settings.toArray(String[]::new));
  }

  @Test
  void aGeometryModelOfItsOwn() {
    runs("models.geometry-diffusion=" + MODEL, "run.save.animation=none");
  }

  @Test
  void demoTrainingInLittle() {
    List<String> command =
        new ArrayList<>(
            List.of("train", "demo", "--device=cuda:0", "--out=" + folder.resolve("m")));
    for (String key :
        List.of(
            "side=32",
            "renders=16",
            "textures=16",
            "vae-channels=[8, 8]",
            "unet-channels=[16, 16]",
            "text-width=16",
            "text-layers=1",
            "margin-views=1",
            "vae.steps=1",
            "unet.steps=1",
            "depth-control.steps=1",
            "texture-control.steps=1")) {
      command.addAll(List.of("-o", key));
    }
    succeeds(command);
    assertThat(folder.resolve("m/model_index.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"texture-unet", "texture-unet --lora-rank=2", "texture-prior"})
  void trainingOnTexturesInHalfPrecision(String what) throws IOException {
    Path textures = Files.createDirectories(folder.resolve("textures"));
    PaintedTextures.paint(textures, 2, 64);
    Path out = folder.resolve("net");
    List<String> command = new ArrayList<>(List.of("train"));
    command.addAll(List.of(what.split(" ")));
    command.addAll(
        List.of(
            "--device=cuda:0",
            "--base=" + MODEL,
            "--textures=" + textures,
            "--out=" + out,
            "--resolution=64",
            "--steps=2",
            "--batch=2"));
    succeeds(command);
    assertThat(out.resolve("diffusion_pytorch_model.safetensors")).isNotEmptyFile();
    Path log = folder.resolve("net.training").resolve(what.split(" ")[0]).resolve("log.jsonl");
    assertThat(log).content().contains("loss_scale");
  }

  /** A golden trial with its animation, metrics and files; float32 unless it says otherwise. */
  private void runs(String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Console.onGolden(
                    "trial",
                    "--device=cuda:0",
                    "--out=" + folder.resolve("trial"),
                    "-o",
                    "models.dtype=float32",
                    "-o",
                    "trial.geometry.resolution=32",
                    "-o",
                    "trial.geometry.encode-resolution=32",
                    "-o",
                    "trial.texture.resolution=32",
                    "-o",
                    "trial.texture.render-resolution=32")));
    for (String setting : settings) {
      command.addAll(List.of("-o", setting));
    }
    succeeds(command);
    assertThat(folder.resolve("trial/summary.json")).content().contains("\"status\": \"done\"");
  }

  private void succeeds(List<String> command) {
    Console console = new Console();
    int code = console.run(command.toArray(String[]::new));
    assertThat(code).as(console.err()).isEqualTo(FaceSweep.OK);
    assertThat(device.traffic().times(Traffic.Kind.CALL)).isPositive();
    assertThat(device.traffic().times(Traffic.Kind.TO_DEVICE)).isPositive();
  }
}
