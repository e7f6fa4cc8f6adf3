package io.facesweep.train;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stage's parameters, their moving average and the optimiser's moments, each one flat float32
 * tensor, of which the nets' tensors are views. One pass over a flat tensor costs less than
 * hundreds of operators on small ones.
 */
public final class Parameters implements AutoCloseable {
  private final ParameterLayout layout;
  private final TensorOwner owner = new TensorOwner();
  private final Tensor values;
  private final Tensor average;
  private final Tensor firstMoment;
  private final Tensor secondMoment;
  private final List<Tensor> leaves = new ArrayList<>();
  private final Map<String, Tensor> leafOf = new HashMap<>();
  private final Map<String, Tensor> averageOf = new HashMap<>();

  Parameters(ParameterLayout layout, TrainingState state, Device device) {
    this.layout = layout;
    try (TensorScope scope = TensorScope.open()) {
      values = flat(state.values(), device);
      average = flat(state.average(), device);
      firstMoment = flat(state.firstMoment(), device);
      secondMoment = flat(state.secondMoment(), device);
      for (ParameterLayout.Slot slot : layout.slots()) {
        Tensor leaf = owner.adopt(view(values, slot).asLeaf());
        leaves.add(leaf);
        leafOf.put(slot.name(), leaf);
        averageOf.put(slot.name(), owner.adopt(view(average, slot)));
      }
    }
  }

  private Tensor flat(float[] elements, Device device) {
    if (elements.length != layout.size()) {
      throw new IllegalArgumentException(
          "Invalid parameters: %d values (expected %d)".formatted(elements.length, layout.size()));
    }
    return owner.adopt(Tensor.of(elements, elements.length).to(device));
  }

  private static Tensor view(Tensor flat, ParameterLayout.Slot slot) {
    return flat.slice(0, slot.offset(), slot.offset() + slot.size()).reshape(slot.shape());
  }

  /** The tensors that are trained, as leaves, in the layout's order. */
  List<Tensor> leaves() {
    return leaves;
  }

  /** The trained tensors of a net. */
  public TensorSource trained(String prefix) {
    return (key, shape) -> found(leafOf, prefix + key);
  }

  /** The moving averages of a net's tensors, without gradients. */
  public TensorSource averaged(String prefix) {
    return (key, shape) -> found(averageOf, prefix + key);
  }

  private static Tensor found(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("Cannot find parameter " + name);
    }
    return tensor;
  }

  public ParameterLayout layout() {
    return layout;
  }

  Tensor values() {
    return values;
  }

  public Tensor average() {
    return average;
  }

  Tensor firstMoment() {
    return firstMoment;
  }

  Tensor secondMoment() {
    return secondMoment;
  }

  /** A copy of all that a checkpoint holds. */
  TrainingState state(long step, LossScale scale) {
    return new TrainingState(
        step,
        scale,
        values.toFloats(),
        average.toFloats(),
        firstMoment.toFloats(),
        secondMoment.toFloats());
  }

  @Override
  public void close() {
    owner.close();
  }
}
