package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.LoraFile;
import io.facesweep.diffusion.PredictionType;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the nets of single files, pickled weights and LoRAs against the numbers of PyTorch, for
 * every family of checkpoints under {@code -Dgolden.dir} that has {@code single-file/}, {@code
 * bin/} or {@code lora/}.
 */
class SingleFileParityTest {
  private static final ParityReport REPORT = new ParityReport();
  private static final long TIMESTEP = 500;
  private static final DType TYPE = DType.FLOAT32;

  private static Path root() {
    return Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
  }

  @TestFactory
  Stream<DynamicTest> matchesPyTorch() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String family : List.of("sd15-like", "sd21-like")) {
      Path directory = root().resolve(family);
      if (Files.exists(directory.resolve("single-file/model.safetensors"))) {
        tests.add(test(family, "model.safetensors", () -> whole(directory, family)));
      }
    }
    Path first = root().resolve("sd15-like");
    Path second = root().resolve("sd21-like");
    if (Files.exists(first.resolve("single-file/pruned-ema-fp16.ckpt"))) {
      tests.add(test("sd15-like", "pruned-ema-fp16.ckpt", () -> pickled(first)));
      tests.add(
          test(
              "sd15-like",
              "controlnet-fp16.safetensors",
              () -> controlNet(first, "controlnet-fp16.safetensors")));
    }
    if (Files.isDirectory(first.resolve("bin"))) {
      tests.add(test("sd15-like", "bin", () -> bin(first)));
    }
    if (Files.exists(second.resolve("single-file/converted-fp16-novae.safetensors"))) {
      tests.add(test("sd21-like", "converted-fp16-novae", () -> withoutVae(second)));
    }
    if (Files.exists(second.resolve("single-file/controlnet-bare-fp16.safetensors"))) {
      tests.add(
          test(
              "sd21-like",
              "controlnet-bare-fp16.safetensors",
              () -> controlNet(second, "controlnet-bare-fp16.safetensors")));
    }
    Path loras = first.resolve("lora");
    if (Files.isDirectory(loras)) {
      for (String name :
          List.of(
              "kohya-r4.safetensors",
              "locon-r4-c2.safetensors",
              "peft-r2.safetensors",
              "peft-r2-alpha-in-metadata.safetensors",
              "diffusers-old-r2.safetensors")) {
        if (Files.exists(loras.resolve(name))) {
          tests.add(test("sd15-like", name, () -> lora(first, name)));
        }
      }
    }
    assertThat(tests).as("single files, pickles and LoRAs under %s", root()).isNotEmpty();
    return tests.stream();
  }

  private static DynamicTest test(String family, String file, Runnable check) {
    return DynamicTest.dynamicTest(
        family + " " + file,
        () -> {
          try (TensorScope scope = TensorScope.open();
              GradMode off = GradMode.disabled()) {
            check.run();
          }
        });
  }

  private static Checkpoint open(CheckpointSource source) {
    return Checkpoint.open(source, TYPE, TYPE, Device.CPU);
  }

  private static CheckpointSource source(Path family, String file) {
    return CheckpointSource.of(family.resolve("single-file").resolve(file))
        .withParts(family.resolve("model"));
  }

  /** Its weights are those of the snapshot, so its numbers are too. */
  private static void whole(Path family, String name) {
    try (Checkpoint checkpoint = open(source(family, "model.safetensors"))) {
      text(family, "whole", checkpoint.textEncoder(), "out.last_hidden_state", "text");
      unet(family, "whole", checkpoint.unet(), null, "out.t500");
      vae(family, "whole", checkpoint.vae(), null, "");
      assertThat(checkpoint.schedule().predictionType())
          .isEqualTo(
              name.equals("sd21-like") ? PredictionType.V_PREDICTION : PredictionType.EPSILON);
    }
  }

  private static void pickled(Path family) {
    String file = "pruned-ema-fp16.ckpt";
    CheckpointSource plain = source(family, file);
    try (Checkpoint checkpoint = open(plain);
        Golden expected = expected(family, "single-file")) {
      String prefix = file + ".default.";
      rows(family, "ckpt", checkpoint.textEncoder(), expected, prefix + "text.prompts_0_2");
      unet(family, "ckpt", checkpoint.unet(), expected, prefix + "unet.t500");
      vae(family, "ckpt", checkpoint.vae(), expected, prefix);
    }
    try (Checkpoint checkpoint = open(plain.withCopy(CheckpointSource.Copy.MOVING_AVERAGE));
        Golden expected = expected(family, "single-file")) {
      unet(family, "ema", checkpoint.unet(), expected, file + ".ema.unet.t500");
    }
  }

  private static void withoutVae(Path family) {
    String file = "converted-fp16-novae.safetensors";
    try (Checkpoint checkpoint = open(source(family, file));
        Golden expected = expected(family, "single-file")) {
      rows(family, "no vae", checkpoint.textEncoder(), expected, file + ".text.prompts_0_2");
      unet(family, "no vae", checkpoint.unet(), expected, file + ".unet.t500");
      vae(family, "no vae", checkpoint.vae(), null, "");
    }
  }

  private static void bin(Path family) {
    Path bin = family.resolve("bin");
    try (ClipTextModel text = ClipTextModel.open(bin.resolve("text_encoder"), TYPE, Device.CPU);
        AutoencoderKL vae = AutoencoderKL.open(bin.resolve("vae"), TYPE, Device.CPU)) {
      text(family, "bin", text, "out.last_hidden_state", "text");
      vae(family, "bin", vae, null, "");
    }
  }

  private static void lora(Path family, String name) {
    for (String weight : List.of("1.0", "0.6")) {
      LoraFile file =
          new LoraFile(family.resolve("lora").resolve(name), Double.parseDouble(weight));
      CheckpointSource source =
          CheckpointSource.of(family.resolve("model")).withLoras(List.of(file));
      try (Checkpoint checkpoint = open(source);
          Golden expected = expected(family, "lora")) {
        String prefix = name + ".w" + weight + ".";
        unet(family, name, checkpoint.unet(), expected, prefix + "unet.t500");
        if (expected.has(prefix + "text.prompts_0_2")) {
          rows(family, name, checkpoint.textEncoder(), expected, prefix + "text.prompts_0_2");
        }
      }
    }
  }

  private static void controlNet(Path family, String name) {
    try (UNet2DConditionModel unet =
            UNet2DConditionModel.open(family.resolve("model/unet"), TYPE, Device.CPU);
        ControlNetModel net =
            ControlNetModel.open(
                family.resolve("single-file").resolve(name),
                unet.config().encoder(),
                TYPE,
                Device.CPU);
        Golden inputs = fixtures(family, "controlnet");
        Golden expected = expected(family, "single-file")) {
      Tensor sample = inputs.tensor("in.sample");
      ControlResiduals residuals =
          net.forward(
              sample,
              timesteps(sample),
              inputs.tensor("in.encoder_hidden_states"),
              inputs.tensor("in.controlnet_cond"),
              ones(sample));
      String prefix = name + ".controlnet.t500.";
      List<Tensor> down = residuals.down();
      compare(
          family, "file", "controlnet", expected, prefix + "down_last", down.get(down.size() - 1));
      compare(family, "file", "controlnet", expected, prefix + "mid", residuals.mid());
    }
  }

  // ---- one net each

  private static void text(
      Path family, String what, ClipTextModel net, String output, String tolerance) {
    try (Golden golden = fixtures(family, "text")) {
      compare(family, what, tolerance, golden, output, net.forward(golden.ids("in.input_ids")));
    }
  }

  private static void rows(
      Path family, String what, ClipTextModel net, Golden expected, String output) {
    try (Golden golden = fixtures(family, "text")) {
      Tensor rows = Tensor.of(new long[] {0, 2}, 2);
      Tensor ids = golden.ids("in.input_ids").indexSelect(0, rows);
      compare(family, what, "text", expected, output, net.forward(ids));
    }
  }

  /**
   * @param expected null for the fixture's own
   */
  private static void unet(
      Path family,
      String what,
      UNet2DConditionModel net,
      @Nullable Golden expected,
      String output) {
    try (Golden golden = fixtures(family, "unet")) {
      Tensor sample = golden.tensor("in.sample");
      Tensor actual =
          net.forward(sample, timesteps(sample), golden.tensor("in.encoder_hidden_states"));
      compare(family, what, "unet", expected == null ? golden : expected, output, actual);
    }
  }

  private static void vae(
      Path family, String what, AutoencoderKL net, @Nullable Golden expected, String prefix) {
    try (Golden golden = fixtures(family, "vae")) {
      Tensor latents = golden.tensor("in.z");
      Tensor images = golden.tensor("in.x");
      if (expected == null) {
        compare(family, what, "vae", golden, "out.decode", net.decode(latents));
        compare(family, what, "vae", golden, "out.encode.mean", net.encode(images).mean());
      } else {
        compare(
            family,
            what,
            "vae",
            expected,
            prefix + "vae.decode_0",
            net.decode(latents.slice(0, 0, 1)));
        compare(
            family,
            what,
            "vae",
            expected,
            prefix + "vae.mean_0",
            net.encode(images.slice(0, 0, 1)).mean());
      }
    }
  }

  private static long[] timesteps(Tensor sample) {
    long[] timesteps = new long[(int) sample.shape(0)];
    Arrays.fill(timesteps, TIMESTEP);
    return timesteps;
  }

  private static double[] ones(Tensor sample) {
    double[] ones = new double[(int) sample.shape(0)];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Golden fixtures(Path family, String name) {
    return new Golden(family.resolve("fixtures").resolve(name + ".safetensors"));
  }

  private static Golden expected(Path family, String folder) {
    return new Golden(family.resolve(folder).resolve("expected.safetensors"));
  }

  private static void compare(
      Path family, String what, String net, Golden golden, String output, Tensor actual) {
    double tolerance =
        JsonConfig.read(Path.of("src/test/resources/golden/tolerances.json")).number(net);
    REPORT.compare(family.getFileName() + " " + what, net, golden, output, actual, tolerance);
  }

  @AfterAll
  static void printWorstErrors() {
    System.out.println("Worst errors of single files against PyTorch");
    System.out.println(REPORT.table());
  }
}
