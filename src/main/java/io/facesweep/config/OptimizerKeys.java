package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.OptimizerSettings;
import java.util.List;

/** The keys of one phase's {@code optimizer} block, whose defaults differ from phase to phase. */
final class OptimizerKeys {
  final Key<OptimizerKind> kind;
  final Key<Double> learningRate;
  final Key<Double> weightDecay;
  final Key<List<Double>> betas;
  final Key<Double> eps;
  final Key<Double> maxGradNorm;
  final Key<Double> decayFactor;
  final Key<Integer> decayEvery;
  private final List<Double> twoBetas;

  /**
   * @param defaults of the phase; its betas hold for Adam and AdamW
   */
  OptimizerKeys(Block block, OptimizerSettings defaults) {
    twoBetas = defaults.betas();
    kind = block.key("kind", Kinds.choice(OptimizerKind.class), defaults.kind(), "the optimiser");
    learningRate =
        block.key("learning-rate", Kinds.above(0, 100), defaults.learningRate(), "step size");
    weightDecay =
        block.key("weight-decay", Kinds.number(0, 10), defaults.weightDecay(), "weight decay");
    betas =
        block.optional(
            "betas",
            Kinds.list(Kinds.below(0, 1), 2),
            "%s, or %s for adan".formatted(twoBetas, OptimizerKind.ADAN.betas()),
            "decay of the moments, two, or three for adan");
    eps = block.key("eps", Kinds.above(0, 1), defaults.eps(), "added to the denominator");
    maxGradNorm =
        block.key(
            "max-grad-norm",
            Kinds.number(0, 1e9),
            defaults.maxGradNorm(),
            "largest L2 norm of the parameters' gradient; 0 is off");
    decayFactor =
        block.key(
            "decay-factor",
            Kinds.above(0, 1),
            defaults.decayFactor(),
            "learning rate x this every decay-every steps");
    decayEvery =
        block.key(
            "decay-every",
            Kinds.whole(1, 1_000_000),
            defaults.decayEvery(),
            "steps between two decays");
  }

  OptimizerSettings read(Values values) {
    OptimizerKind used = values.get(kind);
    List<Double> usual = used == OptimizerKind.ADAN ? OptimizerKind.ADAN.betas() : twoBetas;
    return new OptimizerSettings(
        used,
        values.get(learningRate),
        values.get(weightDecay),
        values.find(betas).orElse(usual),
        values.get(eps),
        values.get(maxGradNorm),
        values.get(decayFactor),
        values.get(decayEvery));
  }
}
