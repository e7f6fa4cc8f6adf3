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
 * <p>Where the codec computes in float16, or the gradients of renders are clipped, the codec's
 * passes are cut out of the graph: the pass goes back part by part, and each item's gradient is
 * scaled on its way through a codec in float16 ({@link GradientScale}). What lies before or between
 * passes of the codec must not be shared by an output that does not go through them.
 */
final class Backward {
  /**
   * One pass of the codec.
   *
   * @param input what it was given, with its graph
   * @param start the same as a leaf
   * @param end its result, with a graph that ends at {@code start}
   * @param result the same as a leaf, which all that follows stands on
   * @param bound what becomes of the gradient at {@code start}
   */
  private record Part(
      Tensor input, Tensor start, Tensor end, Tensor result, UnaryOperator<Tensor> bound) {}

  private final LatentCodec codec;
  private final double[] pixelLimits;
  private final List<Part> parts = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> seeds = new ArrayList<>();

  /**
   * @param pixelLimits of the gradients of renders, above 0 [K]; empty for none
   */
  private Backward(LatentCodec codec, double[] pixelLimits) {
    this.codec = codec;
    this.pixelLimits = pixelLimits;
  }

  Backward(LatentCodec codec) {
    this(codec, new double[0]);
  }

  /** With the bounds on the pixels of renders that the trials have, all or none. */
  static Backward of(LatentCodec codec, Lockstep lockstep) {
    double[] limits = lockstep.values(state -> state.guidance().pixelClip());
    return limits[0] > 0 ? new Backward(codec, limits) : new Backward(codec);
  }

  /** As {@link LatentCodec#encode}. */
  Tensor encode(Tensor images, Tensor posteriorNoise) {
    return pass(images, start -> codec.encode(start, posteriorNoise), UnaryOperator.identity());
  }

  /** The same of renders, the gradients of whose pixels are clipped where that is asked for. */
  Tensor encodeRenders(Tensor images, Tensor posteriorNoise) {
    return pass(
        images,
        start -> codec.encode(start, posteriorNoise),
        gradient ->
            pixelLimits.length == 0 ? gradient : GradientClip.clipPixels(gradient, pixelLimits));
  }

  /** As {@link LatentCodec#decode}. */
  Tensor decode(Tensor latents) {
    return pass(latents, codec::decode, UnaryOperator.identity());
  }

  private Tensor pass(Tensor input, UnaryOperator<Tensor> codecPass, UnaryOperator<Tensor> bound) {
    if (!codec.isHalf() && pixelLimits.length == 0) {
      return codecPass.apply(input);
    }
    Tensor start = input.asLeaf();
    Tensor end = codecPass.apply(start);
    Part part = new Part(input, start, end, end.asLeaf(), bound);
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

  private Tensor throughCodec(Part part, Tensor gradient) {
    if (!codec.isHalf()) {
      return part.bound().apply(Autograd.gradient(part.end(), gradient, part.start()));
    }
    GradientScale scale = GradientScale.of(gradient);
    Tensor own = Autograd.gradient(part.end(), scale.applied(gradient), part.start());
    return part.bound().apply(scale.removed(own));
  }
}
