package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * The optimiser of a phase, keys {@code geometry.optimizer.*} and {@code texture.optimizer.*}.
 *
 * @param kind default {@code adam} for geometry (paper), {@code adamw} for texture (FaceG2E's code)
 * @param learningRate positive; default 0.05 (FaceG2E)
 * @param weightDecay from 0; default 0 for geometry, 0.01 for texture (PyTorch's default of AdamW;
 *     FaceG2E's code sets 2e-5 with Adan)
 * @param betas two values in [0, 1), three for Adan; default those of the optimiser's paper for
 *     geometry, (0.9, 0.99) for texture with Adam and AdamW (FaceG2E's code)
 * @param eps positive; default 1e-8 for geometry, 1e-15 for texture (FaceG2E's code)
 * @param maxGradNorm L2 norm that one trial's parameter gradient is scaled down to; 0, the default,
 *     is off; FaceG2E's code: 5 with Adan
 * @param decayFactor learning rate x this every {@code decayEvery} steps, in (0, 1]; default 1 for
 *     geometry, 0.9 for texture
 * @param decayEvery steps, from 1; default 100
 */
public record OptimizerSettings(
    OptimizerKind kind,
    double learningRate,
    double weightDecay,
    List<Double> betas,
    double eps,
    double maxGradNorm,
    double decayFactor,
    int decayEvery)
    implements Serializable {
  public OptimizerSettings {
    betas = List.copyOf(betas);
  }
}
