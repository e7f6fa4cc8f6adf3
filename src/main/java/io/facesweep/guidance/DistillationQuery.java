package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * A batch of K latents of which score distillation is to say in which direction they match their
 * prompts better. All are independent of each other.
 *
 * @param latents [K, 4, h, w], scaled; not differentiated through, whether or not it has a graph
 * @param noise [K, 4, h, w], standard normal
 * @param timesteps [K], each in [0, training timesteps)
 * @param unconditional embeddings of the empty or negative prompts [K, 77, C]
 * @param conditional embeddings of the prompts [K, 77, C]
 * @param guidance one for each of the K items
 * @param controls ControlNets whose residuals are summed; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record DistillationQuery(
    Tensor latents,
    Tensor noise,
    long[] timesteps,
    Tensor unconditional,
    Tensor conditional,
    List<Guidance> guidance,
    List<Control> controls) {

  /**
   * @throws IllegalArgumentException if the sizes of the batch differ
   */
  public DistillationQuery {
    guidance = List.copyOf(guidance);
    controls = List.copyOf(controls);
    latents.requireShape("latents", timesteps.length, -1, -1, -1);
    noise.requireShape("noise", latents.shape());
    unconditional.requireShape("unconditional", timesteps.length, -1, -1);
    conditional.requireShape("conditional", unconditional.shape());
    if (guidance.size() != timesteps.length) {
      throw new IllegalArgumentException(
          "Invalid guidance: %d for a batch of %d".formatted(guidance.size(), timesteps.length));
    }
    for (Control control : controls) {
      if (control.scales().length != timesteps.length
          || control.image().shape(0) != timesteps.length) {
        throw new IllegalArgumentException(
            "Invalid control: %d images and %d scales for a batch of %d"
                .formatted(control.image().shape(0), control.scales().length, timesteps.length));
      }
    }
  }

  int batch() {
    return timesteps.length;
  }
}
