package io.facesweep.bench;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Times the nets of a snapshot: UNet and ControlNet forward, the VAE forward and backward both
 * ways, and a whole step of texture optimisation. Prints a line of JSON for each.
 */
@Command(
    name = "NetBench",
    mixinStandardHelpOptions = true,
    description = "Times the nets of a snapshot directory; prints JSON lines.")
public final class NetBench implements Callable<Integer> {
  private static final long TIMESTEP = 500;

  @Parameters(paramLabel = "SNAPSHOT", description = "directory with model_index.json")
  Path model = Path.of(".");

  @Option(names = "--controlnet", description = "ControlNet directory (default: beside SNAPSHOT)")
  @Nullable Path controlNetDirectory;

  @Option(names = "--batch", description = "of UNet and ControlNet (default ${DEFAULT-VALUE})")
  int batch = 2;

  @Option(names = "--height", description = "of the latents (default ${DEFAULT-VALUE})")
  int height = 32;

  @Option(names = "--width", description = "of the latents (default ${DEFAULT-VALUE})")
  int width = 32;

  @Option(names = "--threads", description = "of one operator (default ${DEFAULT-VALUE})")
  int threads = 2;

  @Option(names = "--dtype", description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
  DType dtype = DType.FLOAT32;

  @Option(names = "--device", description = "cpu, or cuda:0 ... (default ${DEFAULT-VALUE})")
  String deviceName = "cpu";

  @Option(
      names = "--only",
      split = ",",
      description = "of unet, controlnet, vae_encode, vae_decode, sds_step")
  Set<String> only = Set.of("unet", "controlnet", "vae_encode", "vae_decode", "sds_step");

  @Option(names = "--warmup", description = "runs not timed (default ${DEFAULT-VALUE})")
  int warmup = 2;

  @Option(names = "--repeats", description = "samples wanted (default ${DEFAULT-VALUE})")
  int repeats = 5;

  @Option(names = "--max-tries", description = "samples at most (default ${DEFAULT-VALUE})")
  int tries = 25;

  @Option(
      names = "--steps-memory",
      description =
          "runs that many texture steps and prints the resident memory, instead of timing")
  int memorySteps;

  private @Nullable UNet2DConditionModel unet;
  private @Nullable ControlNetModel controlNet;
  private @Nullable AutoencoderKL vae;
  private @Nullable NoiseSchedule schedule;
  private final RandomStream random = RandomStream.of("bench", 1234);

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new NetBench()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    Torch.threads(threads);
    Device device =
        deviceName.startsWith("cuda")
            ? Device.cuda(
                deviceName.contains(":")
                    ? Integer.parseInt(deviceName.substring(deviceName.indexOf(':') + 1))
                    : 0)
            : Device.CPU;
    Path control =
        controlNetDirectory != null
            ? controlNetDirectory
            : model.toAbsolutePath().normalize().resolveSibling("controlnet");
    try (TensorScope scope = TensorScope.open()) {
      long start = System.nanoTime();
      boolean step = only.contains("sds_step") || memorySteps > 0;
      schedule = NoiseSchedule.open(model.resolve("scheduler"));
      if (only.contains("unet") || step) {
        unet = UNet2DConditionModel.open(model.resolve("unet"), dtype, device);
      }
      if ((only.contains("controlnet") || step) && Files.isDirectory(control)) {
        controlNet = ControlNetModel.open(control, dtype, device);
      }
      if (only.contains("vae_encode") || only.contains("vae_decode") || step) {
        vae = AutoencoderKL.open(model.resolve("vae"), dtype, device);
      }
      print(
          "{\"what\": \"setup\", \"model\": \"%s\", \"threads\": %d, \"device\": \"%s\","
              + " \"dtype\": \"%s\", \"latent\": [%d, %d], \"batch\": %d, \"load_s\": %.2f,"
              + " \"weights_mib\": %d, \"rss_mib\": %d, \"peak_rss_mib\": %d}",
          model,
          Torch.threads(),
          device,
          dtype,
          height,
          width,
          batch,
          (System.nanoTime() - start) * 1e-9,
          weightBytes() >> 20,
          Stopwatch.mebibytes("VmRSS"),
          Stopwatch.mebibytes("VmHWM"));
      if (memorySteps > 0) {
        memory(device);
      } else {
        time(device);
      }
      print("{\"what\": \"peak_rss\", \"mib\": %d}", Stopwatch.mebibytes("VmHWM"));
    } finally {
      close(unet);
      close(controlNet);
      close(vae);
    }
    return 0;
  }

  private void time(Device device) {
    Stopwatch stopwatch = new Stopwatch(warmup, repeats, tries);
    if (only.contains("unet") && unet != null) {
      print("%s", stopwatch.measure("unet_forward", unetForward(unet, device)));
    }
    if (only.contains("controlnet") && controlNet != null) {
      print("%s", stopwatch.measure("controlnet_forward", controlNetForward(controlNet, device)));
    }
    if (only.contains("vae_encode") && vae != null) {
      print("%s", stopwatch.measure("vae_encode_forward_backward", encode(vae, device)));
    }
    if (only.contains("vae_decode") && vae != null) {
      print("%s", stopwatch.measure("vae_decode_forward_backward", decode(vae, device)));
    }
    if (only.contains("sds_step")) {
      print("%s", stopwatch.measure("texture_sds_step", textureStep(device)));
    }
  }

  private void memory(Device device) {
    Runnable step = textureStep(device);
    for (int i = 1; i <= memorySteps; i++) {
      try (TensorScope scope = TensorScope.open()) {
        step.run();
      }
      if (i % 50 == 0 || i == 1 || i == 10 || i == memorySteps) {
        print(
            "{\"what\": \"memory\", \"step\": %d, \"rss_mib\": %d}",
            i, Stopwatch.mebibytes("VmRSS"));
      }
    }
  }

  private Runnable unetForward(UNet2DConditionModel net, Device device) {
    Tensor sample = normal("sample", device, batch, 4, height, width);
    Tensor text = normal("text", device, batch, 77, net.config().encoder().crossAttentionDim());
    long[] timesteps = timesteps(batch);
    return () -> {
      try (GradMode off = GradMode.disabled()) {
        waitFor(net.forward(sample, timesteps, text));
      }
    };
  }

  private Runnable controlNetForward(ControlNetModel net, Device device) {
    int factor = net.config().imageFactor();
    Tensor sample = normal("sample", device, batch, 4, height, width);
    Tensor text = normal("text", device, batch, 77, net.config().encoder().crossAttentionDim());
    Tensor image = uniform("control", device, batch, height * factor, width * factor);
    long[] timesteps = timesteps(batch);
    double[] scales = ones(batch);
    return () -> {
      try (GradMode off = GradMode.disabled()) {
        waitFor(net.forward(sample, timesteps, text, image, scales).mid());
      }
    };
  }

  private Runnable encode(AutoencoderKL net, Device device) {
    int factor = net.config().imageFactor();
    Tensor image = normal("image", device, 1, 3, height * factor, width * factor).clamp(-1, 1);
    Tensor seed = normal("latent gradient", device, 1, 4, height, width);
    return () -> {
      Tensor x = image.asLeaf();
      waitFor(Autograd.gradient(net.encode(x).mean(), seed, x));
    };
  }

  private Runnable decode(AutoencoderKL net, Device device) {
    int factor = net.config().imageFactor();
    Tensor latents = normal("latents", device, 1, 4, height, width).mul(0.5);
    Tensor seed = normal("image gradient", device, 1, 3, height * factor, width * factor);
    return () -> {
      Tensor z = latents.asLeaf();
      waitFor(Autograd.gradient(net.decode(z), seed, z));
    };
  }

  /** Decode, sample the texture through a UV grid, encode, distil, and back to the latents. */
  private Runnable textureStep(Device device) {
    if (unet == null || vae == null || schedule == null) {
      throw new IllegalStateException("Cannot step: the nets are not open");
    }
    int factor = vae.config().imageFactor();
    int textWidth = unet.config().encoder().crossAttentionDim();
    VaeCodec images = new VaeCodec(vae);
    NoisePredictor predictor =
        new NoisePredictor(
            unet,
            schedule,
            controlNet == null ? Map.of() : Map.of(ModelRole.DEPTH_CONTROLNET, controlNet));
    ScoreDistillation distillation =
        new DiffusionDistillation(predictor, text -> Tensor.zeros(1, 77, textWidth));
    Tensor latents = random.child("latents").normal(1, 4, height, width).mul(0.5).to(device);
    Tensor noise = random.child("noise").normal(1, 4, height, width).to(device);
    Tensor posterior = random.child("posterior").normal(1, 4, height, width).to(device);
    Tensor without = normal("without", device, 1, 77, textWidth);
    Tensor with = normal("with", device, 1, 77, textWidth);
    Tensor grid = uvGrid(height * factor, width * factor).to(device);
    List<Control> controls =
        controlNet == null
            ? List.of()
            : List.of(
                new Control(
                    ModelRole.DEPTH_CONTROLNET,
                    uniform("control", device, 1, height * factor, width * factor),
                    ones(1)));
    List<Guidance> guidance =
        List.of(new Guidance(GuidanceForm.CONDITIONAL, 100, Weighting.ONE_MINUS_ALPHAS_CUMPROD));
    return () -> {
      Tensor leaf = latents.asLeaf();
      Tensor texture = images.decode(leaf);
      Tensor render =
          Functional.gridSample(
              texture, grid, Functional.Sampling.BILINEAR, Functional.Padding.ZEROS);
      Tensor encoded = images.encode(render, posterior);
      Tensor gradient =
          distillation
              .gradient(
                  new DistillationQuery(
                      DistillationLoss.of(Objective.SDS, List.of()),
                      encoded,
                      noise,
                      timesteps(1),
                      List.of(without, with),
                      guidance,
                      controls))
              .gradient();
      waitFor(Autograd.gradient(encoded, gradient, leaf));
    };
  }

  /** A gently bent map of the image onto itself, [1, H, W, 2]. */
  private static Tensor uvGrid(int gridHeight, int gridWidth) {
    float[] values = new float[gridHeight * gridWidth * 2];
    for (int row = 0; row < gridHeight; row++) {
      for (int column = 0; column < gridWidth; column++) {
        double x = 2.0 * column / (gridWidth - 1) - 1;
        double y = 2.0 * row / (gridHeight - 1) - 1;
        int at = 2 * (row * gridWidth + column);
        values[at] = (float) (1.02 * x + 0.1 * y + 0.05 * Math.sin(3 * y));
        values[at + 1] = (float) (0.98 * y - 0.1 * x + 0.05 * Math.cos(2 * x));
      }
    }
    return Tensor.of(values, 1, gridHeight, gridWidth, 2);
  }

  private Tensor normal(String purpose, Device device, long... shape) {
    return random.child(purpose).normal(shape).to(device).to(dtype);
  }

  private Tensor uniform(String purpose, Device device, int images, int rows, int columns) {
    return random.child(purpose).uniform(images, 3, rows, columns).to(device).to(dtype);
  }

  /** A device computes behind our back; reading a value waits for it. */
  private static void waitFor(Tensor result) {
    if (result.device().isCuda()) {
      result.sum().item();
    }
  }

  private static long[] timesteps(int count) {
    long[] timesteps = new long[count];
    Arrays.fill(timesteps, TIMESTEP);
    return timesteps;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private long weightBytes() {
    return (unet == null ? 0 : unet.bytes())
        + (controlNet == null ? 0 : controlNet.bytes())
        + (vae == null ? 0 : vae.bytes());
  }

  private static void close(@Nullable AutoCloseable net) {
    if (net instanceof UNet2DConditionModel unet) {
      unet.close();
    } else if (net instanceof ControlNetModel controlNet) {
      controlNet.close();
    } else if (net instanceof AutoencoderKL vae) {
      vae.close();
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
