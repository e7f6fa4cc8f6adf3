package io.facesweep.weights;

import java.util.Arrays;

/**
 * A tensor as a pickle describes it: a view of a storage. That it lies inside the storage has been
 * checked.
 *
 * @param begin its first element in the storage
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TorchTensor(TorchStorage storage, long begin, long[] shape, long[] strides) {
  private static final int MAX_RANK = 32;

  /**
   * Checks what a pickle says.
   *
   * @throws io.facesweep.UserException if the view is not inside its storage, or has more elements
   *     than a file of this size has reason to
   */
  static TorchTensor of(
      TorchStorage storage, long begin, long[] shape, long[] strides, long maxBytes) {
    if (shape.length != strides.length
        || shape.length > MAX_RANK
        || begin < 0
        || Arrays.stream(shape).anyMatch(size -> size < 0)
        || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
      throw outside(storage, shape, strides, begin);
    }
    try {
      long elements = 1;
      long last = begin;
      for (int axis = 0; axis < shape.length; axis++) {
        elements = Math.multiplyExact(elements, shape[axis]);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
      }
      if (elements > 0 && last >= storage.elements()) {
        throw outside(storage, shape, strides, begin);
      }
      if (Math.multiplyExact(elements, storage.type().bytes()) > maxBytes) {
        throw PickleBytes.refused(
            "a tensor of shape %s, more than the whole file holds".formatted(shown(shape)));
      }
    } catch (ArithmeticException e) {
      throw outside(storage, shape, strides, begin);
    }
    return new TorchTensor(storage, begin, shape, strides);
  }

  private static RuntimeException outside(
      TorchStorage storage, long[] shape, long[] strides, long begin) {
    return PickleBytes.refused(
        "a tensor of shape %s, strides %s, from element %d, which is not inside its storage of %d"
            .formatted(shown(shape), shown(strides), begin, storage.elements()));
  }

  private static String shown(long[] numbers) {
    return SafetensorsHeader.shown(numbers);
  }
}
