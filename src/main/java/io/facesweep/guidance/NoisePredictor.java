package io.facesweep.guidance;

import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.ItemwiseKernels;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A UNet with its noise schedule and ControlNets: noisy latents and embeddings in, noise out. Owns
 * none of the nets; threads may share it.
 */
public final class NoisePredictor {
  private final UNet2DConditionModel unet;
  private final NoiseSchedule schedule;
  private final Map<ModelRole, ControlNetModel> controlNets;
  private final ItemwiseKernels kernels = new ItemwiseKernels();
  private final LongAdder predictions = new LongAdder();

  public NoisePredictor(
      UNet2DConditionModel unet,
      NoiseSchedule schedule,
      Map<ModelRole, ControlNetModel> controlNets) {
    this.unet = unet;
    this.schedule = schedule;
    this.controlNets = Map.copyOf(controlNets);
  }

  public NoiseSchedule schedule() {
    return schedule;
  }

  public Device device() {
    return unet.device();
  }

  /** Returns what the UNet computes in. */
  public DType dtype() {
    return unet.dtype();
  }

  /** Returns how many channels the latents have. */
  public int channels() {
    return unet.config().encoder().inChannels();
  }

  /** Returns whether it has the ControlNet of a role. */
  public boolean has(ModelRole role) {
    return controlNets.containsKey(role);
  }

  /** Returns how many predictions were made, each of one item with one text. */
  public long predictions() {
    return predictions.sum();
  }

  /**
   * Predicts the noise of every item with each of several texts, in one call of the UNet. On a CPU
   * each item gets the bits that it has alone.
   *
   * @param noisy [K, 4, h, w]
   * @param timesteps [K], below T; the net is given those below 0 as they are, the schedule has 0
   *     for them
   * @param texts embeddings [K, L, C], one tensor for each text
   * @param controls whose residuals are summed
   * @return [K, 4, h, w] float32 for each text
   * @throws IllegalArgumentException if a ControlNet is missing
   */
  public List<Tensor> noise(
      Tensor noisy, long[] timesteps, List<Tensor> texts, List<Control> controls) {
    BatchKernels chosen =
        kernels.of(
            noisy.device(),
            "noise of %s with %d texts of %d tokens"
                .formatted(
                    controls.stream().map(Control::role).toList(),
                    texts.size(),
                    texts.get(0).shape(1)),
            noisy.shape(),
            rows -> tried(noisy, texts, controls, rows));
    predictions.add((long) timesteps.length * texts.size());
    try (BatchKernels.Scope scope = chosen.open()) {
      return predicted(noisy, timesteps, texts, controls);
    }
  }

  /** Predicts with noise instead of every input, for the items of some rows. */
  private List<Tensor> tried(
      Tensor noisy, List<Tensor> texts, List<Control> controls, int... rows) {
    long last = schedule.trainTimesteps() - 1;
    long[] timesteps = IntStream.of(rows).mapToLong(row -> row * last / noisy.shape(0)).toArray();
    List<Tensor> embeddings = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      embeddings.add(ItemwiseKernels.noiseLike("text " + i, texts.get(i), rows));
    }
    double[] ones = new double[rows.length];
    Arrays.fill(ones, 1);
    List<Control> images =
        controls.stream()
            .map(
                control ->
                    new Control(
                        control.role(),
                        ItemwiseKernels.noiseLike("control", control.images(), rows).sigmoid(),
                        ones))
            .toList();
    return predicted(ItemwiseKernels.noiseLike("z", noisy, rows), timesteps, embeddings, images);
  }

  private List<Tensor> predicted(
      Tensor noisy, long[] timesteps, List<Tensor> texts, List<Control> controls) {
    return TensorScope.computeAll(
        () -> {
          int count = texts.size();
          int batch = timesteps.length;
          long[] known = LongStream.of(timesteps).map(t -> Math.max(0, t)).toArray();
          Tensor output =
              output(
                      Tensor.cat(0, Collections.nCopies(count, noisy)),
                      repeated(timesteps, count),
                      Tensor.cat(0, texts),
                      controls)
                  .to(DType.FLOAT32); // [texts K, 4, h, w]
          List<Tensor> noise = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            Tensor own = output.slice(0, (long) i * batch, (i + 1L) * batch);
            noise.add(schedule.epsilon(own, noisy, known));
          }
          return noise;
        });
  }

  /**
   * Returns what the UNet itself predicts, noise or velocity.
   *
   * @param noisy [N, 4, h, w]
   * @param timesteps [N]
   * @param text embeddings [N, L, C]
   * @param controls of K items, where K divides N: they are repeated N / K times
   * @return [N, 4, h, w], of the UNet's type
   * @throws IllegalArgumentException if a ControlNet is missing
   */
  public Tensor output(Tensor noisy, long[] timesteps, Tensor text, List<Control> controls) {
    return TensorScope.compute(
        () -> {
          Tensor own = text.to(unet.device()).to(unet.dtype());
          @Nullable ControlResiduals residuals = null;
          for (Control control : controls) {
            double[] scales =
                repeated(control.scales(), timesteps.length / control.scales().length);
            ControlResiduals found =
                controlNet(control.role()).forward(noisy, timesteps, own, control.images(), scales);
            residuals = residuals == null ? found : residuals.plus(found);
          }
          return unet.forward(noisy, timesteps, own, residuals);
        });
  }

  /**
   * Begins to ask how well the noise of some items is predicted, without ControlNets and without
   * gradients.
   *
   * @param latents [N, 4, h, w], scaled
   * @param noise standard normal [N, 4, h, w]
   * @param timesteps [N]
   */
  public NoiseQuestion question(Tensor latents, Tensor noise, long[] timesteps) {
    Tensor clean = own(latents);
    return new NoiseQuestion(unet, schedule, clean, noise.like(clean), timesteps);
  }

  /**
   * Returns errors of what the UNet itself predicts, noise or velocity, [N, 4, h, w] float32: what
   * it predicts less what it was to predict. Differentiable.
   *
   * @param latents [N, 4, h, w], scaled
   * @param noise standard normal [N, 4, h, w]
   * @param timesteps [N]
   * @param text embeddings [N, L, C], or [1, L, C] for all
   * @param controls as those of {@link #output}
   */
  public Tensor outputResiduals(
      Tensor latents, Tensor noise, long[] timesteps, Tensor text, List<Control> controls) {
    return TensorScope.compute(
        () -> {
          Tensor clean = own(latents);
          Tensor eps = noise.like(clean);
          Tensor noisy = schedule.addNoise(clean, eps, timesteps);
          Tensor output = output(noisy, timesteps, text, controls).to(DType.FLOAT32);
          return output.sub(schedule.target(clean, eps, timesteps));
        });
  }

  private Tensor own(Tensor latents) {
    return latents.to(unet.device()).to(DType.FLOAT32);
  }

  static Tensor errors(Tensor predicted, Tensor target) {
    return predicted.sub(target).square().mean(1, 2, 3);
  }

  /** Returns a predictor of the same UNet with one ControlNet alone. */
  public NoisePredictor with(ModelRole role, ControlNetModel net) {
    return new NoisePredictor(unet, schedule, Map.of(role, net));
  }

  private ControlNetModel controlNet(ModelRole role) {
    ControlNetModel net = controlNets.get(role);
    if (net == null) {
      throw new IllegalArgumentException("Invalid control: %s is not loaded".formatted(role.key()));
    }
    return net;
  }

  /**
   * Returns how many bytes a prediction for one item with one text takes while it is computed,
   * about.
   *
   * @param side of the latents
   * @param roles of the ControlNets that take part
   */
  long bytes(long side, Set<ModelRole> roles) {
    long elements = unet.config().encoder().heldElements(side);
    for (ModelRole role : roles) {
      ControlNetModel net = controlNets.get(role);
      if (net != null) {
        elements += net.config().encoder().heldElements(side);
      }
    }
    return elements * unet.dtype().bytes();
  }

  private static long[] repeated(long[] values, int count) {
    long[] all = Arrays.copyOf(values, count * values.length);
    for (int i = values.length; i < all.length; i++) {
      all[i] = all[i - values.length];
    }
    return all;
  }

  private static double[] repeated(double[] values, int count) {
    double[] all = Arrays.copyOf(values, count * values.length);
    for (int i = values.length; i < all.length; i++) {
      all[i] = all[i - values.length];
    }
    return all;
  }
}
