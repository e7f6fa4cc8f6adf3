package io.facesweep.train;

import io.facesweep.tensor.RandomStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * First values of nets' tensors, as PyTorch's layers draw them (He et al. 2015, arXiv 1502.01852,
 * with a = sqrt 5): weights of linear layers and convolutions uniform within 1 / sqrt(fan in),
 * biases 0, norms' weights 1, embeddings normal: deviation 0.02 for positions, as CLIP's, and 0.1
 * for tokens, so that a short training tells words apart from its first steps.
 */
public final class Initialisation {
  private static final double POSITION_DEVIATION = 0.02;
  private static final double TOKEN_DEVIATION = 0.1;

  private Initialisation() {}

  /** Flat values of a layout; a tensor's do not depend on the other tensors. */
  public static float[] draw(ParameterLayout layout, RandomStream random) {
    float[] values = new float[layout.size()];
    for (ParameterLayout.Slot slot : layout.slots()) {
      fill(values, slot, random.child(slot.name()).scalars());
    }
    return values;
  }

  private static void fill(float[] values, ParameterLayout.Slot slot, SplittableRandom random) {
    int begin = Math.toIntExact(slot.offset());
    int end = Math.toIntExact(slot.offset() + slot.size());
    if (slot.shape().length == 1) {
      Arrays.fill(values, begin, end, slot.name().endsWith(".weight") ? 1 : 0);
    } else if (slot.name().contains("embeddings.")) {
      double deviation =
          slot.name().contains("token_embedding") ? TOKEN_DEVIATION : POSITION_DEVIATION;
      for (int i = begin; i < end; i++) {
        values[i] = (float) (deviation * gaussian(random));
      }
    } else {
      double bound = 1 / Math.sqrt((double) slot.size() / slot.shape()[0]);
      for (int i = begin; i < end; i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
  }

  /** Fills one tensor with normal numbers (He et al. 2015) times {@code gain}. */
  static void normal(float[] values, ParameterLayout.Slot slot, double gain, RandomStream random) {
    SplittableRandom scalars = random.child(slot.name()).scalars();
    double deviation = gain * Math.sqrt(2.0 * slot.shape()[0] / slot.size());
    for (long i = slot.offset(); i < slot.offset() + slot.size(); i++) {
      values[(int) i] = (float) (deviation * gaussian(scalars));
    }
  }

  /** Box and Muller. */
  public static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
