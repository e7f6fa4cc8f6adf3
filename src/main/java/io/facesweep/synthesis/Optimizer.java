package io.facesweep.synthesis;

import io.facesweep.settings.OptimizerSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Gradient descent on one parameter of each of K items that know nothing of each other: every item
 * has its own settings and state. Float32.
 */
abstract class Optimizer implements AutoCloseable {
  private final TensorOwner owner = new TensorOwner();
  private final List<OptimizerSettings> items;
  private final List<Tensor> state = new ArrayList<>();
  private int done;

  /**
   * @param items settings of each item, of one kind
   * @param slots tensors of state, each of the parameter's shape and zero
   */
  Optimizer(List<OptimizerSettings> items, Tensor parameter, int slots) {
    this.items = new ArrayList<>(items);
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      for (int i = 0; i < slots; i++) {
        state.add(owner.adopt(parameter.zerosLike()));
      }
    }
  }

  /**
   * An optimiser of the kind that the settings name.
   *
   * @param items settings of each item; all of one kind
   * @param parameter [K, ...]
   */
  static Optimizer of(List<OptimizerSettings> items, Tensor parameter) {
    return switch (items.get(0).kind()) {
      case ADAM -> new Adam(items, parameter);
      case ADAMW -> new AdamW(items, parameter);
      case ADAN -> new Adan(items, parameter);
    };
  }

  /** Learning rate of an item at the coming step. */
  double learningRate(int item) {
    OptimizerSettings settings = items.get(item);
    int decays = done / settings.decayEvery();
    return settings.learningRate() * Math.pow(settings.decayFactor(), decays);
  }

  /**
   * The parameter after one step; the result belongs to the current scope.
   *
   * @param parameter [K, ...]
   * @param gradient of the same shape, finite
   */
  Tensor step(Tensor parameter, Tensor gradient) {
    try (GradMode off = GradMode.disabled()) {
      Tensor result = TensorScope.compute(() -> update(parameter, gradient));
      done++;
      return result;
    }
  }

  /** Goes on with some of the items only. */
  void keep(int[] rows) {
    List<OptimizerSettings> kept = new ArrayList<>();
    for (int row : rows) {
      kept.add(items.get(row));
    }
    items.clear();
    items.addAll(kept);
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      for (int i = 0; i < state.size(); i++) {
        replace(i, Rows.of(state.get(i), rows));
      }
    }
  }

  /** The update rule. */
  abstract Tensor update(Tensor parameter, Tensor gradient);

  final OptimizerSettings settings(int item) {
    return items.get(item);
  }

  /** {@code beta} of an item. */
  final double beta(int index, int item) {
    return settings(item).betas().get(index);
  }

  /** Bias correction {@code 1 - beta^t} of an item at the coming step; t counts from 1. */
  final double correction(int index, int item) {
    return 1 - Math.pow(beta(index, item), done + 1);
  }

  /** How many steps were done. */
  final int done() {
    return done;
  }

  /** Several numbers for each item, as [values, K, 1, ...]. */
  final Tensor columns(Tensor like, IntToDoubleFunction... values) {
    float[] floats = new float[values.length * items.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i / items.size()].applyAsDouble(i % items.size());
    }
    long[] shape = new long[like.rank() + 1];
    Arrays.fill(shape, 1);
    shape[0] = values.length;
    shape[1] = items.size();
    return Tensor.of(floats, shape).like(like);
  }

  final Tensor state(int slot) {
    return state.get(slot);
  }

  /** Keeps a new value of a slot. */
  final void replace(int slot, Tensor value) {
    owner.free(state.get(slot));
    state.set(slot, owner.adopt(value));
  }

  /**
   * The moving average {@code slot = beta slot + rest value}, kept.
   *
   * @param beta [K, 1, ...]
   * @param rest 1 - beta
   */
  final Tensor average(int slot, Tensor value, Tensor beta, Tensor rest) {
    Tensor average = state(slot).mul(beta).add(value.mul(rest));
    replace(slot, average);
    return average;
  }

  @Override
  public void close() {
    owner.close();
  }
}
