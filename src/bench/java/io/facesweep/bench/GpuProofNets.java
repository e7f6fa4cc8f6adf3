package io.facesweep.bench;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Times of single nets; eager_peer.py takes those of the same nets in PyTorch. */
final class GpuProofNets {
  private static final long TIMESTEP = 500;

  /** Pixels for a latent, as random_snapshot.py writes VAEs. */
  private static final int FACTOR = 8;

  private static final int TOKENS = 77;
  private static final int WARM_UPS = 2;
  private static final int REPEATS = 9;
  private static final double ENOUGH = 1.0;

  private final GpuProofLines lines;
  private final Path random;
  private final Device device;
  private final DType dtype;
  private final int side;
  private final boolean channelsLast;
  private final RandomStream stream = RandomStream.of("nets", 1);

  GpuProofNets(
      GpuProofLines lines,
      Path random,
      Device device,
      DType dtype,
      int side,
      boolean channelsLast) {
    this.lines = lines;
    this.random = random;
    this.device = device;
    this.dtype = dtype;
    this.side = side;
    this.channelsLast = channelsLast;
  }

  void run(List<Integer> batches) {
    try (UNet2DConditionModel unet =
            UNet2DConditionModel.open(random.resolve("model/unet"), dtype, device);
        ControlNetModel control =
            ControlNetModel.open(random.resolve("controlnet"), dtype, device);
        AutoencoderKL vae = AutoencoderKL.open(random.resolve("model/vae"), dtype, device)) {
      for (int k : batches) {
        lines.guarded("unet", () -> unet(unet, k));
        lines.guarded("controlnet", () -> controlNet(control, k));
        lines.guarded("vae encode, backward", () -> encode(vae, k));
        lines.guarded("vae decode, backward", () -> decode(vae, k));
      }
    }
  }

  private void unet(UNet2DConditionModel net, int k) {
    int latent = side / FACTOR;
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor sample = image("sample", 2 * k, 4, latent);
      Tensor text = text(2 * k, net.config().encoder().crossAttentionDim());
      measure("unet", k, () -> net.forward(sample, timesteps(2 * k), text));
    }
  }

  private void controlNet(ControlNetModel net, int k) {
    int latent = side / FACTOR;
    double[] scales = new double[2 * k];
    Arrays.fill(scales, 1);
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor sample = image("sample", 2 * k, 4, latent);
      Tensor text = text(2 * k, net.config().encoder().crossAttentionDim());
      Tensor condition = image("control", 2 * k, 3, latent * net.config().imageFactor());
      measure(
          "controlnet",
          k,
          () -> net.forward(sample, timesteps(2 * k), text, condition, scales).mid());
    }
  }

  private void encode(AutoencoderKL net, int k) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor image = image("image", k, 3, side).clamp(-1, 1);
      Tensor seed = image("latent seed", k, 4, side / FACTOR);
      measure(
          "vae encode, backward",
          k,
          () -> {
            Tensor leaf = image.asLeaf();
            return Autograd.gradient(net.encode(leaf).mean(), seed, leaf);
          });
    }
  }

  private void decode(AutoencoderKL net, int k) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor latents = image("latents", k, 4, side / FACTOR);
      Tensor seed = image("image seed", k, 3, side);
      measure(
          "vae decode, backward",
          k,
          () -> {
            Tensor leaf = latents.asLeaf();
            return Autograd.gradient(net.decode(leaf), seed, leaf);
          });
    }
  }

  private void measure(String what, int k, Supplier<Tensor> body) {
    for (int i = 0; i < WARM_UPS; i++) {
      seconds(body);
    }
    List<Double> all = new ArrayList<>();
    double sum = 0;
    while (all.size() < REPEATS && (all.size() < 3 || sum < ENOUGH)) {
      all.add(seconds(body));
      sum += all.get(all.size() - 1);
    }
    lines
        .line(what)
        .put("ok", true)
        .put("k", k)
        .put("ms", 1e3 * all.stream().sorted().toList().get(all.size() / 2))
        .put("samples", all.size())
        .print();
  }

  /** A device computes behind our back; reading a value waits for it. */
  private static double seconds(Supplier<Tensor> body) {
    long start = System.nanoTime();
    try (TensorScope scope = TensorScope.open()) {
      body.get().select(0, 0).sum().item();
    }
    return (System.nanoTime() - start) * 1e-9;
  }

  private Tensor image(String purpose, int items, int channels, int edge) {
    Tensor image = stream.child(purpose).normal(items, channels, edge, edge).to(device).to(dtype);
    return channelsLast ? image.channelsLast() : image;
  }

  private Tensor text(int items, int width) {
    return stream.child("text").normal(items, TOKENS, width).to(device).to(dtype);
  }

  private static long[] timesteps(int count) {
    long[] timesteps = new long[count];
    Arrays.fill(timesteps, TIMESTEP);
    return timesteps;
  }
}
