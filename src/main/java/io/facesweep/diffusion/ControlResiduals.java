package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a ControlNet adds to a UNet's activations.
 *
 * @param down to what convIn and every layer on the way down put out, in that order
 * @param mid to what the innermost block put out
 */
public record ControlResiduals(List<Tensor> down, Tensor mid) {
  public ControlResiduals {
    down = List.copyOf(down);
  }

  /** The sum of two nets' residuals. */
  public ControlResiduals plus(ControlResiduals other) {
    return new ControlResiduals(
        IntStream.range(0, down.size()).mapToObj(i -> down.get(i).add(other.down.get(i))).toList(),
        mid.add(other.mid));
  }
}
