package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * A batch of K latents of which score distillation is to say in which direction they match their
 * prompts better. All are independent of each other.
 *
 * @param loss what the direction is
 * @param latents z, scaled [K, 4, h, w]; not differentiated through, whether or not it has a graph
 * @param noise eps, standard normal [K, 4, h, w]
 * @param timesteps [K], each in [0, training timesteps)
 * @param texts embeddings [K, L, C] of each of the loss's texts, in the order of {@link
 *     DistillationLoss#texts}
 * @param guidance one for each of the K items
 * @param controls ControlNets whose residuals are summed, at most one for each role; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record DistillationQuery(
    DistillationLoss loss,
    Tensor latents,
    Tensor noise,
    long[] timesteps,
    List<Tensor> texts,
    List<Guidance> guidance,
    List<Control> controls) {

  /**
   * @throws IllegalArgumentException if the sizes of the batch differ
   */
  public DistillationQuery {
    texts = List.copyOf(texts);
    guidance = List.copyOf(guidance);
    controls = List.copyOf(controls);
    latents.requireShape("latents", timesteps.length, -1, -1, -1);
    noise.requireShape("noise", latents.shape());
    if (texts.size() != loss.textCount()) {
      throw new IllegalArgumentException(
          "Invalid texts: %d (expected the loss's %d)".formatted(texts.size(), loss.textCount()));
    }
    for (Tensor text : texts) {
      text.requireShape("text", timesteps.length, -1, -1);
      text.requireShape("text", texts.get(0).shape());
    }
    if (guidance.size() != timesteps.length) {
      throw new IllegalArgumentException(
          "Invalid guidance: %d for a batch of %d".formatted(guidance.size(), timesteps.length));
    }
    for (Control control : controls) {
      if (control.scales().length != timesteps.length
          || control.images().shape(0) != timesteps.length) {
        throw new IllegalArgumentException(
            "Invalid control: %d images and %d scales for a batch of %d"
                .formatted(control.images().shape(0), control.scales().length, timesteps.length));
      }
    }
  }

  /** The same of other latents and noise, as those moved to a device. */
  DistillationQuery with(Tensor otherLatents, Tensor otherNoise) {
    return new DistillationQuery(
        loss, otherLatents, otherNoise, timesteps, texts, guidance, controls);
  }

  /** Returns z_t [K, 4, h, w]: the latents with the query's noise. */
  Tensor noisy(NoisePredictor predictor) {
    return predictor.schedule().addNoise(latents, noise, timesteps);
  }

  int batch() {
    return timesteps.length;
  }
}
