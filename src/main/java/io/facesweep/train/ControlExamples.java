package io.facesweep.train;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.List;

/** Pictures with the control images that belong to them. Threads may share it. */
public interface ControlExamples {
  /**
   * Some of them.
   *
   * @param latents [N, C, h, w], scaled
   * @param controls [N, 3, H, W] in [0, 1]
   * @param captions one a picture
   */
  record Examples(Tensor latents, Tensor controls, List<String> captions) {}

  /** A part of a training batch. */
  Examples draw(RandomStream random, int items);

  /** Returns the same ones each time, to judge by; training has not seen them. */
  Examples heldOut();
}
