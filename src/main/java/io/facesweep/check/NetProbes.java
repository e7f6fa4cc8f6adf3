package io.facesweep.check;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The nets of a configuration on small images: forward, and the VAE backward. */
public final class NetProbes implements ProbeGroup {
  private static final int LATENT_SIDE = 16;
  private static final long TIMESTEP = 400;
  private static final List<String> TEXTS =
      List.of("a man with blond hair, from the front view", "a woman with grey hair");

  private final CheckpointSource checkpoint;
  private final @Nullable Path controlNet;

  /**
   * Looks at the diffusion model and, where there is one, a ControlNet.
   *
   * @param settings with directories of this machine
   */
  public NetProbes(ModelSettings settings) {
    checkpoint = LoadedModels.source(settings);
    controlNet =
        settings.places().entrySet().stream()
            .filter(model -> model.getKey().form() == ModelRole.Form.CONTROLNET)
            .findFirst()
            .map(model -> Path.of(model.getValue()))
            .orElse(null);
  }

  @Override
  public String name() {
    return "nets";
  }

  /** Of CUDA's float32 too: its convolutions multiply in TF32, with 10 bits. */
  @Override
  public double tolerance(DType type) {
    return switch (type) {
      case FLOAT32 -> 1e-2;
      case FLOAT16 -> 3e-2;
      default -> 2e-1;
    };
  }

  @Override
  public Session open(Place place, int items) {
    return new Nets(place, items);
  }

  private final class Nets implements Session {
    private final Checkpoint nets;
    private final @Nullable ControlNetModel control;
    private final BatchInputs inputs;

    Nets(Place place, int items) {
      inputs = new BatchInputs(RandomStream.of("check-nets", 1), place, items);
      nets = Checkpoint.open(checkpoint, place.type(), place.type(), place.device());
      boolean isOpen = false;
      try {
        control =
            controlNet == null
                ? null
                : ControlNetModel.open(
                    controlNet, nets.unet().config().encoder(), place.type(), place.device());
        isOpen = true;
      } finally {
        if (!isOpen) {
          nets.close();
        }
      }
    }

    @Override
    public List<Probe> probes() {
      List<Probe> probes = new ArrayList<>();
      probes.add(new Probe("CLIP text", () -> withoutGraph(this::text)));
      probes.add(
          new Probe(
              "UNet",
              () -> withoutGraph(() -> nets.unet().forward(sample(), timesteps(), states()))));
      ControlNetModel net = control;
      if (net != null) {
        probes.add(new Probe("ControlNet", () -> withoutGraph(() -> controlled(net))));
      }
      probes.add(new Probe("VAE encode", () -> withoutGraph(() -> vae().encode(images()).mean())));
      probes.add(new Probe("VAE decode", () -> withoutGraph(() -> vae().decode(latents()))));
      probes.add(new Probe("VAE encode backward", this::encodeBackward));
      probes.add(new Probe("VAE decode backward", this::decodeBackward));
      return probes;
    }

    private Tensor text() {
      List<int[]> ids = nets.tokenizer().encode(TEXTS.subList(0, inputs.items()));
      int[] all = ids.stream().flatMapToInt(Arrays::stream).toArray();
      return nets.textEncoder().forward(Tensor.of(all, ids.size(), ids.get(0).length));
    }

    private Tensor controlled(ControlNetModel net) {
      long side = (long) LATENT_SIDE * net.config().imageFactor();
      double[] scales = new double[inputs.items()];
      Arrays.fill(scales, 1);
      return net.forward(
              sample(), timesteps(), states(), inputs.uniform("control", 3, side, side), scales)
          .mid();
    }

    private Tensor encodeBackward() {
      Tensor leaf = images().asLeaf();
      Tensor mean = vae().encode(leaf).mean();
      return Autograd.gradient(mean, inputs.normal("encode", 4, LATENT_SIDE, LATENT_SIDE), leaf);
    }

    private Tensor decodeBackward() {
      Tensor leaf = latents().asLeaf();
      Tensor image = vae().decode(leaf);
      return Autograd.gradient(image, inputs.normal("decode", 3, side(), side()), leaf);
    }

    private AutoencoderKL vae() {
      return nets.vae();
    }

    private long side() {
      return (long) LATENT_SIDE * vae().config().imageFactor();
    }

    private Tensor sample() {
      return inputs.normal("sample", 4, LATENT_SIDE, LATENT_SIDE);
    }

    private Tensor latents() {
      return sample().mul(0.5);
    }

    private Tensor images() {
      return inputs.uniform("image", 3, side(), side()).mul(2).sub(1);
    }

    private Tensor states() {
      return inputs.normal(
          "states",
          nets.tokenizer().contextLength(),
          nets.unet().config().encoder().crossAttentionDim());
    }

    private long[] timesteps() {
      long[] timesteps = new long[inputs.items()];
      Arrays.fill(timesteps, TIMESTEP);
      return timesteps;
    }

    @Override
    public void close() {
      if (control != null) {
        control.close();
      }
      nets.close();
    }
  }

  private static Tensor withoutGraph(Supplier<Tensor> body) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(body);
    }
  }
}
