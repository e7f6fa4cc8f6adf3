package io.facesweep.synthesis;

import io.facesweep.settings.OptimizerSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One parameter of every trial of a batch, [K, ...], and its optimiser. */
final class OptimizedParameter implements AutoCloseable {
  private final TensorOwner owner = new TensorOwner();
  private final Lockstep lockstep;
  private final ToDoubleFunction<TrialState> maxNorm;
  private final Optimizer optimizer;
  private Tensor value;

  /**
   * @param start [K, ...] float32 on the device, in the order of the batch
   */
  OptimizedParameter(
      Lockstep lockstep, Tensor start, Function<TrialState, OptimizerSettings> settings) {
    List<OptimizerSettings> each = lockstep.running().stream().map(settings).toList();
    this.lockstep = lockstep;
    this.value = owner.adopt(start);
    this.optimizer = Optimizer.of(each, start);
    this.maxNorm = state -> settings.apply(state).maxGradNorm();
  }

  Tensor value() {
    return value;
  }

  double learningRate(int row) {
    return optimizer.learningRate(row);
  }

  /**
   * Takes one step. Non-finite values of the gradient are counted in the states and zeroed.
   *
   * @param gradient [K, ...]
   * @param bound what the new value is put through, such as a clamp
   * @return norms of the gradient before clipping, [K]
   */
  double[] step(Tensor gradient, Function<Tensor, Tensor> bound) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor finite = gradient;
      double[] norms = ItemValues.norms(gradient);
      if (!NonFinite.areFinite(norms)) {
        NonFinite cleaned = NonFinite.zeroed(gradient);
        finite = cleaned.values();
        norms = ItemValues.norms(finite);
        for (int i = 0; i < lockstep.size(); i++) {
          lockstep.state(i).countNonFinite(cleaned.counts()[i]);
        }
      }
      Tensor clipped = GradientClip.clip(finite, norms, lockstep.values(maxNorm));
      replace(bound.apply(optimizer.step(value, clipped)));
      return norms;
    }
  }

  /** Goes on with some of the trials only. */
  void keep(int[] rows) {
    try (TensorScope scope = TensorScope.open()) {
      replace(Rows.of(value, rows));
    }
    optimizer.keep(rows);
  }

  private void replace(Tensor next) {
    owner.free(value);
    value = owner.adopt(next);
  }

  @Override
  public void close() {
    optimizer.close();
    owner.close();
  }
}
