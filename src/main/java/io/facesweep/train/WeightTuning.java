package io.facesweep.train;

import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.RandomStream;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.TensorSource;
import java.util.HashMap;
import java.util.Map;

/** Trains tensors of a UNet themselves, all or some. */
final class WeightTuning implements UnetTuning {
  private final UNetFiles start;
  private final TrainedWeights trained;
  private final FrozenTensors frozen;

  /**
   * @param start the UNet that it starts from
   * @param frozen its tensors that are not trained; closed with this
   */
  WeightTuning(UNetFiles start, TrainedWeights trained, FrozenTensors frozen) {
    this.start = start;
    this.trained = trained;
    this.frozen = frozen;
  }

  @Override
  public TensorSource over(TensorSource parameters) {
    return (key, shape) ->
        trained.contain(key) ? parameters.tensor(key, shape) : frozen.tensor(key, shape);
  }

  @Override
  public float[] initial(ParameterLayout layout, RandomStream random) {
    float[] values = new float[layout.size()];
    for (ParameterLayout.Slot slot : layout.slots()) {
      float[] own = start.values(slot.name(), slot.size());
      System.arraycopy(own, 0, values, Math.toIntExact(slot.offset()), own.length);
    }
    return values;
  }

  @Override
  public Map<String, NamedArray> arrays(ParameterLayout layout, float[] values) {
    Map<String, NamedArray> arrays = new HashMap<>(frozen.arrays());
    for (ParameterLayout.Slot slot : layout.slots()) {
      arrays.put(slot.name(), NamedArray.float16(slot.of(values), slot.shape()));
    }
    return arrays;
  }

  @Override
  public void close() {
    frozen.close();
  }
}
