package io.facesweep.train;

import io.facesweep.tensor.Tensor;
import io.facesweep.weights.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Names, shapes and places of a stage's trainable tensors within one flat array. */
public final class ParameterLayout {
  private final List<Slot> slots = new ArrayList<>();
  private long size;

  /**
   * One tensor.
   *
   * @param name prefix of the net and key of the checkpoint
   * @param offset of its first element in the flat array
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
  public record Slot(String name, long[] shape, long offset, long size) {
    /** Returns its elements, a copy. */
    float[] of(float[] flat) {
      return Arrays.copyOfRange(flat, Math.toIntExact(offset), Math.toIntExact(offset + size));
    }
  }

  /**
   * Stands in for tensors while a net is built for the first time, and notes what it asks for. Must
   * be used within a tensor scope.
   */
  public TensorSource recorder(String prefix) {
    return (key, shape) -> {
      long elements = 1;
      for (long length : shape) {
        elements *= length;
      }
      slots.add(new Slot(prefix + key, shape.clone(), size, elements));
      size += elements;
      return Tensor.zeros().expand(shape);
    };
  }

  List<Slot> slots() {
    return Collections.unmodifiableList(slots);
  }

  /** The place of a tensor. */
  public Slot slot(String name) {
    return slots.stream()
        .filter(slot -> slot.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Cannot find parameter " + name));
  }

  /** Elements of all tensors, which may be more than an array holds. */
  long elements() {
    return size;
  }

  /** Elements of the flat array. */
  int size() {
    return Math.toIntExact(size);
  }
}
