package io.facesweep.diffusion;

import io.facesweep.diffusion.TextEncoderConfig.Activation;

/**
 * One layer of a CLIP transformer.
 *
 * @param hiddenSize width of the states
 * @param intermediateSize width inside the feed-forward layer
 * @param heads attention heads
 * @param activation of the feed-forward layer
 * @param layerNormEps epsilon of the layer norms
 * @param sight which positions a position attends to
 */
record ClipLayerConfig(
    int hiddenSize,
    int intermediateSize,
    int heads,
    Activation activation,
    double layerNormEps,
    Sight sight) {
  /** Which positions a position attends to. */
  enum Sight {
    /** Itself and those before it: texts. */
    BACK,
    /** All: images. */
    ALL
  }
}
