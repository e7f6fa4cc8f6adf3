package io.facesweep.train;

import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tensors of a UNet that a training leaves as they are; each read once, freed with this.
 * Threads may share it.
 */
final class FrozenTensors implements AutoCloseable {
  private final UNetFiles files;
  private final DType type;
  private final Device device;
  private final TensorOwner owner = new TensorOwner();
  private final Map<String, Tensor> known = new ConcurrentHashMap<>();

  /**
   * @param type that they are kept in
   */
  FrozenTensors(UNetFiles files, DType type, Device device) {
    this.files = files;
    this.type = type;
    this.device = device;
  }

  /** Returns one of them. */
  Tensor tensor(String key, long... shape) {
    return known.computeIfAbsent(key, k -> read(k, shape));
  }

  /** Returns one that has been asked for before. */
  Tensor tensor(String key) {
    Tensor tensor = known.get(key);
    if (tensor == null) {
      throw new IllegalStateException("Cannot find tensor " + key);
    }
    return tensor;
  }

  private Tensor read(String key, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    try (TensorScope scope = TensorScope.open()) {
      return owner.adopt(Tensor.of(files.values(key, elements), shape).to(device).to(type));
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
