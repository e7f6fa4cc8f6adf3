package io.facesweep.train;

import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.TensorSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The tensors of a UNet that a training leaves as they are; read once, freed with this. */
final class FrozenTensors implements AutoCloseable {
  private final UNetFiles files;
  private final TrainedWeights trained;
  private final Device device;
  private final TensorOwner owner = new TensorOwner();
  private final Map<String, Tensor> known = new TreeMap<>();

  FrozenTensors(UNetFiles files, TrainedWeights trained, Device device) {
    this.files = files;
    this.trained = trained;
    this.device = device;
  }

  /** Returns a source of these and, of another source, the trained ones. */
  TensorSource beside(TensorSource others) {
    return (key, shape) ->
        trained.contain(key)
            ? others.tensor(key, shape)
            : known.computeIfAbsent(key, k -> read(k, shape));
  }

  private Tensor read(String key, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    try (TensorScope scope = TensorScope.open()) {
      return owner.adopt(Tensor.of(files.values(key, elements), shape).to(device));
    }
  }

  /** Them all as a file has them. */
  Map<String, NamedArray> arrays() {
    Map<String, NamedArray> arrays = new HashMap<>();
    known.forEach(
        (key, tensor) -> arrays.put(key, NamedArray.float16(tensor.toFloats(), tensor.shape())));
    return arrays;
  }

  @Override
  public void close() {
    owner.close();
  }
}
