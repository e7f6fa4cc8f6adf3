package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.GradientScale;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Collects what one backward pass starts from: tensors, and the gradient that comes to each from
 * outside; and takes the pass.
 *
 * <p>Where the codec computes in float16, its passes are cut out of the graph: the pass goes back
 * part by part, and each item's gradient is scaled on its way through the codec ({@link
 * GradientScale}). What lies before or between passes of the codec must not be shared by an output
 * that does not go through them.
 */
final class Backward {
  /**
   * One pass of the codec.
   *
   * @param input what it was given, with its graph
   * @param start the same as a leaf
   * @param end its result, with a graph that ends at {@code start}
   * @param result the same as a leaf, which all that follows stands on
   */
  private record Part(Tensor input, Tensor start, Tensor end, Tensor result) {}

  private final LatentCodec codec;
  private final List<Part> parts = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> seeds = new ArrayList<>();

  Backward(LatentCodec codec) {
    this.codec = codec;
  }

  /** As {@link LatentCodec#encode}. */
  Tensor encode(Tensor images, Tensor posteriorNoise) {
    return pass(images, start -> codec.encode(start, posteriorNoise));
  }

  /** As {@link LatentCodec#decode}. */
  Tensor decode(Tensor latents) {
    return pass(latents, codec::decode);
  }

  private Tensor pass(Tensor input, UnaryOperator<Tensor> codecPass) {
    if (!codec.isHalf()) {
      return codecPass.apply(input);
    }
    Tensor start = input.asLeaf();
    Tensor end = codecPass.apply(start);
    Part part = new Part(input, start, end, end.asLeaf());
    parts.add(part);
    return part.result();
  }

  /** An output and its gradient, of the output's shape. */
  void add(Tensor output, Tensor gradient) {
    outputs.add(output);
    seeds.add(gradient);
  }

  /** Losses [K] with a weight each. */
  void addLoss(Tensor losses, double[] weights) {
    add(losses, ItemValues.column(weights, losses));
  }

  /** Gradients of the sum with respect to the inputs. */
  List<Tensor> gradients(List<Tensor> inputs) {
    List<Tensor> targets = new ArrayList<>(inputs);
    parts.forEach(part -> targets.add(part.result()));
    List<Tensor> sums = Autograd.gradients(outputs, seeds, targets);
    for (int i = parts.size() - 1; i >= 0; i--) {
      int own = inputs.size() + i;
      Tensor gradient = throughCodec(parts.get(i), sums.get(own));
      // What the pass was given came of the inputs and of the passes before it.
      List<Tensor> more =
          Autograd.gradients(parts.get(i).input(), gradient, targets.subList(0, own));
      for (int j = 0; j < own; j++) {
        sums.set(j, sums.get(j).add(more.get(j)));
      }
    }
    return sums.subList(0, inputs.size());
  }

  private static Tensor throughCodec(Part part, Tensor gradient) {
    GradientScale scale = GradientScale.of(gradient);
    return scale.removed(Autograd.gradient(part.end(), scale.applied(gradient), part.start()));
  }
}
