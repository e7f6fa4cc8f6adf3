package io.facesweep.tensor;

import java.util.List;

/**
 * Reverse-mode gradients. Nothing is accumulated in the tensors: a gradient is a result like any
 * other.
 */
public final class Autograd {
  private Autograd() {}

  /**
   * Gradients of {@code sum(output * seed)}; a vector-Jacobian product. Frees the graph.
   *
   * @param seed of the output's shape: the gradient that comes from outside, such as score
   *     distillation's
   * @param inputs leaves made by {@link Tensor#asLeaf()}, or tensors computed from such
   * @return one gradient for each input, in its shape; zeros where the output does not depend on it
   */
  public static List<Tensor> gradients(Tensor output, Tensor seed, List<Tensor> inputs) {
    return gradients(List.of(output), List.of(seed), inputs);
  }

  /**
   * Does what {@link #gradients(Tensor, Tensor, List)} does for several outputs at once: gradients
   * of the sum over all of them.
   */
  public static List<Tensor> gradients(
      List<Tensor> outputs, List<Tensor> seeds, List<Tensor> inputs) {
    if (outputs.size() != seeds.size()) {
      throw new IllegalArgumentException(
          "Invalid seeds: %d for %d outputs".formatted(seeds.size(), outputs.size()));
    }
    return Torch.tensors(
        "grad",
        outputs.toArray(new Tensor[0]),
        inputs.toArray(new Tensor[0]),
        seeds.toArray(new Tensor[0]));
  }

  /** Gradient of {@code sum(output * seed)} with respect to one input. */
  public static Tensor gradient(Tensor output, Tensor seed, Tensor input) {
    return gradients(output, seed, List.of(input)).get(0);
  }

  /** Gradient of a scalar loss with respect to one input. */
  public static Tensor gradient(Tensor loss, Tensor input) {
    return gradients(loss, List.of(input)).get(0);
  }

  /** Gradients of a scalar loss. */
  public static List<Tensor> gradients(Tensor loss, List<Tensor> inputs) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException(
          "Invalid loss: shape %s (expected a scalar)".formatted(loss.shapeText()));
    }
    return gradients(loss, loss.onesLike(), inputs);
  }
}
