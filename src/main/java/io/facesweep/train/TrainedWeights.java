package io.facesweep.train;

/** Which weights of a UNet a training changes. */
public enum TrainedWeights {
  /** All. */
  ALL {
    @Override
    boolean contain(String tensor) {
      return true;
    }
  },
  /** Those of its transformers: less than a third of Stable Diffusion 1.5's. */
  ATTENTION {
    @Override
    boolean contain(String tensor) {
      return tensor.contains(".attentions.");
    }
  };

  /** Whether a tensor is one of them, by diffusers' name. */
  abstract boolean contain(String tensor);
}
