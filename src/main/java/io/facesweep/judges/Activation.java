package io.facesweep.judges;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/** What follows a convolution of the face nets. */
interface Activation {
  Tensor of(Tensor x);

  /** Makes the activation of a layer. */
  interface Kind {
    /**
     * Returns one.
     *
     * @param dict of the layer
     */
    Activation of(StateDict dict, int channels);
  }

  /** Slopes are learnt, one a channel. */
  Kind PRELU =
      (dict, channels) -> {
        Tensor slope = dict.take("slope", channels);
        return x -> Functional.prelu(x, slope);
      };

  Kind RELU = (dict, channels) -> Functional::relu;
}
