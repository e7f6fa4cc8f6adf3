package io.facesweep.tensor;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Arrays of numbers that go from the host to a device together: a GPU waits for each copy from
 * pageable memory, however small it is, so they travel as one copy and are taken apart there. On
 * the CPU each array becomes a tensor of its own and there is nothing to take apart.
 */
public final class HostArrays {
  private final List<float[]> floats = new ArrayList<>();
  private final List<long[]> wholes = new ArrayList<>();
  private final List<long[]> floatShapes = new ArrayList<>();
  private final List<long[]> wholeShapes = new ArrayList<>();

  /** Tensors of {@link HostArrays}, each kind in the order in which its arrays were added. */
  public record There(List<Tensor> floats, List<Tensor> wholes) {}

  /** Adds numbers that become a float32 tensor. Not copied before {@link #to}. */
  public HostArrays add(float[] values, long... shape) {
    floats.add(values);
    floatShapes.add(shape);
    return this;
  }

  /**
   * Adds whole numbers that become an int64 tensor. Not copied before {@link #to}.
   *
   * @param values -2^31 to 2^31 - 1, for they travel in 32 bits
   */
  public HostArrays add(long[] values, long... shape) {
    wholes.add(values);
    wholeShapes.add(shape);
    return this;
  }

  /** The tensors on a device, of the current scope. */
  public There to(Device device) {
    if (!device.isCuda()) {
      return new There(
          IntStream.range(0, floats.size())
              .mapToObj(i -> Tensor.of(floats.get(i), floatShapes.get(i)))
              .toList(),
          IntStream.range(0, wholes.size())
              .mapToObj(i -> Tensor.of(wholes.get(i), wholeShapes.get(i)))
              .toList());
    }
    long[] floatSizes = floats.stream().mapToLong(values -> values.length).toArray();
    long[] wholeSizes = wholes.stream().mapToLong(values -> values.length).toArray();
    List<Tensor> parts = Torch.tensors("split_words", words().to(device), floatSizes, wholeSizes);
    return new There(
        shaped(parts.subList(0, floatSizes.length), floatShapes),
        shaped(parts.subList(floatSizes.length, parts.size()), wholeShapes));
  }

  /** All numbers as int32: the bits of the floats, then the whole numbers. */
  private Tensor words() {
    long count =
        floats.stream().mapToLong(values -> values.length).sum()
            + wholes.stream().mapToLong(values -> values.length).sum();
    Tensor words = Tensor.empty(DType.INT32, count);
    if (count == 0) {
      return words;
    }
    IntBuffer memory = words.memory().asIntBuffer();
    for (float[] values : floats) {
      for (float value : values) {
        memory.put(Float.floatToRawIntBits(value));
      }
    }
    for (long[] values : wholes) {
      for (long value : values) {
        memory.put(Math.toIntExact(value));
      }
    }
    return words;
  }

  private static List<Tensor> shaped(List<Tensor> flat, List<long[]> shapes) {
    List<Tensor> all = new ArrayList<>(flat.size());
    for (int i = 0; i < flat.size(); i++) {
      long[] shape = shapes.get(i);
      all.add(shape.length == 1 ? flat.get(i) : flat.get(i).reshape(shape));
    }
    return all;
  }
}
