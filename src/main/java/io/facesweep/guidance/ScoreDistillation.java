package io.facesweep.guidance;

import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.PerItem;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Score distillation sampling (Poole et al. 2022, DreamFusion, arXiv 2209.14988, equation 3): the
 * direction in which latents are to move to be likelier under a prompt. The nets are not
 * differentiated. The caller takes the gradient on:
 *
 * <pre>{@code
 * Tensor latents = imageLatents.sample(renders, posteriorNoise); // [K, 4, h, w], with its graph
 * DistillationResult found = distillation.gradient(new DistillationQuery(latents, ...));
 * List<Tensor> gradients = Autograd.gradients(latents, found.gradient(), parameters);
 * }</pre>
 *
 * One UNet call for all prompts, with and without them: a batch of 2 K. Immutable; threads may
 * share it.
 */
public final class ScoreDistillation {
  private final UNet2DConditionModel unet;
  private final NoiseSchedule schedule;
  private final OptionalDouble largestNorm;

  /** Without clipping. */
  public ScoreDistillation(UNet2DConditionModel unet, NoiseSchedule schedule) {
    this(unet, schedule, OptionalDouble.empty());
  }

  /**
   * @param largestNorm an item's gradient of a larger Euclidean norm is scaled down to it
   */
  public ScoreDistillation(
      UNet2DConditionModel unet, NoiseSchedule schedule, OptionalDouble largestNorm) {
    if (largestNorm.isPresent() && !(largestNorm.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "Invalid largest norm: %s (expected a positive number)"
              .formatted(largestNorm.getAsDouble()));
    }
    this.unet = unet;
    this.schedule = schedule;
    this.largestNorm = largestNorm;
  }

  /** The gradient of every item's latents; see {@link DistillationResult}. */
  public DistillationResult gradient(DistillationQuery query) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      // 1. noise; float32 from here to the UNet and behind it
      Tensor latents = query.latents().to(unet.device()).to(DType.FLOAT32);
      Tensor noise = query.noise().like(latents);
      Tensor noisy = schedule.addNoise(latents, noise, query.timesteps());

      // 2. predict without and with the prompt, in one batch of 2 K
      Tensor output = predict(query, Tensor.cat(0, noisy, noisy)).to(DType.FLOAT32);
      int batch = query.batch();
      Tensor withoutPrompt = schedule.epsilon(output.slice(0, 0, batch), noisy, query.timesteps());
      Tensor withPrompt =
          schedule.epsilon(output.slice(0, batch, 2L * batch), noisy, query.timesteps());

      // 3. guide and weigh
      Tensor guided = guided(withoutPrompt, withPrompt, query.guidance());
      double[] weights = weights(query.timesteps());
      Tensor raw = guided.sub(noise).mul(PerItem.of(weights, noise));

      // 4. count what is not finite, then leave it out
      long[] nonFinite = countNonFinite(raw);
      Tensor finite =
          Arrays.stream(nonFinite).sum() == 0 ? raw : raw.isFinite().where(raw, raw.zerosLike());
      double[] norms = doubles(finite.norm(1, 2, 3));
      Tensor gradient = clipped(finite, norms);
      for (Tensor kept : List.of(gradient, noisy, withoutPrompt, withPrompt, guided)) {
        scope.keep(kept);
      }
      return new DistillationResult(
          gradient, noisy, withoutPrompt, withPrompt, guided, weights, norms, nonFinite);
    }
  }

  private Tensor predict(DistillationQuery query, Tensor sample) {
    long[] timesteps = twice(query.timesteps());
    Tensor text =
        Tensor.cat(0, query.unconditional(), query.conditional())
            .to(unet.device())
            .to(unet.dtype()); // [2 K, 77, C]
    @Nullable ControlResiduals residuals = null;
    for (Control control : query.controls()) {
      ControlResiduals found =
          control.net().forward(sample, timesteps, text, control.image(), twice(control.scales()));
      residuals = residuals == null ? found : residuals.plus(found);
    }
    return unet.forward(sample, timesteps, text, residuals);
  }

  /** Classifier-free guidance, the one place of its formula: u + s (c - u). */
  private static Tensor guided(Tensor withoutPrompt, Tensor withPrompt, List<Guidance> guidance) {
    double[] scales = guidance.stream().mapToDouble(Guidance::effectiveScale).toArray();
    return withoutPrompt.add(withPrompt.sub(withoutPrompt).mul(PerItem.of(scales, withoutPrompt)));
  }

  /** w(t) = 1 - abar, the one place of it. */
  private double[] weights(long[] timesteps) {
    return Arrays.stream(timesteps).mapToDouble(t -> 1.0 - schedule.alphasCumprod(t)).toArray();
  }

  private static long[] countNonFinite(Tensor gradient) {
    Tensor finite = gradient.isFinite().to(DType.FLOAT32).sum(1, 2, 3); // [K]
    double[] counts = doubles(finite);
    long each = gradient.size() / counts.length;
    return Arrays.stream(counts).mapToLong(count -> each - (long) count).toArray();
  }

  private Tensor clipped(Tensor gradient, double[] norms) {
    if (largestNorm.isEmpty()) {
      return gradient;
    }
    double largest = largestNorm.getAsDouble();
    double[] factors =
        Arrays.stream(norms).map(norm -> norm > largest ? largest / norm : 1).toArray();
    return gradient.mul(PerItem.of(factors, gradient));
  }

  private static double[] doubles(Tensor values) {
    List<Double> list = new ArrayList<>();
    for (float value : values.toFloats()) {
      list.add((double) value);
    }
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static long[] twice(long[] values) {
    long[] both = Arrays.copyOf(values, 2 * values.length);
    System.arraycopy(values, 0, both, values.length, values.length);
    return both;
  }

  private static double[] twice(double[] values) {
    double[] both = Arrays.copyOf(values, 2 * values.length);
    System.arraycopy(values, 0, both, values.length, values.length);
    return both;
  }
}
