package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;
import java.util.List;

/**
 * The optimiser of a phase, keys {@code geometry.optimizer.*} and {@code texture.optimizer.*}. The
 * defaults here are those of geometry.
 */
public record OptimizerSettings(
    @Setting(doc = "the optimiser", byDefault = "adam", shapes = Shapes.BY_VALUE)
        OptimizerKind kind,
    @Setting(doc = "step size", above = 0, max = 100, byDefault = "0.05", source = "FaceG2E")
        double learningRate,
    @Setting(doc = "weight decay", min = 0, max = 10, byDefault = "0") double weightDecay,
    @Setting(
            doc = "decay of the moments, two, or three for adan",
            min = 0,
            below = 1,
            minSize = 2,
            byDefault = "[0.9, 0.999]",
            exception = "kind = adan: [0.98, 0.92, 0.99]")
        List<Double> betas,
    @Setting(doc = "added to the denominator", above = 0, max = 1, byDefault = "1E-8") double eps,
    @Setting(
            doc = "largest L2 norm of the parameters' gradient; 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0")
        double maxGradNorm,
    @Setting(
            doc = "learning rate x this every decay-every steps",
            above = 0,
            max = 1,
            byDefault = "1")
        double decayFactor,
    @Setting(
            doc = "steps between two decays",
            min = 1,
            max = 1_000_000,
            byDefault = "100",
            usedWhen = "decay-factor != 1")
        int decayEvery)
    implements Serializable {
  public OptimizerSettings {
    betas = List.copyOf(betas);
  }
}
