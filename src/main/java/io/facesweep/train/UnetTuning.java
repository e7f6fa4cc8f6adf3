package io.facesweep.train;

import io.facesweep.tensor.RandomStream;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.TensorSource;
import java.nio.file.Path;
import java.util.Map;

/** What of a UNet a training changes: tensors of its own, or what is added to them. */
interface UnetTuning extends AutoCloseable {
  /** Returns a source of all of the UNet's tensors, given that of the parameters. */
  TensorSource over(TensorSource parameters);

  /** Returns the parameters' first values, with which the UNet is the one that it starts from. */
  float[] initial(ParameterLayout layout, RandomStream random);

  /**
   * Returns the whole UNet as a file has it.
   *
   * @param values of the layout
   */
  Map<String, NamedArray> arrays(ParameterLayout layout, float[] values);

  /**
   * Writes what there is beside the UNet.
   *
   * @param folder of the UNet
   */
  default void writeBeside(Path folder, ParameterLayout layout, float[] values) {}

  @Override
  void close();
}
