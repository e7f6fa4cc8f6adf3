package io.facesweep.weights;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/** Reads stored tensors from their files into tensors' own memory, with no copy on Java's heap. */
public final class TensorReading {
  private TensorReading() {}

  /**
   * Reads a floating tensor as float32 on the CPU, of the present scope.
   *
   * @throws UserException when it is not floating, cannot be read, or takes 2 GiB
   */
  public static Tensor float32(StoredTensor entry) {
    entry.requireFloating();
    return TensorScope.compute(
        () -> asStored(stored(entry, storageType(entry)), entry).to(DType.FLOAT32));
  }

  /**
   * Whether a floating tensor has neither NaN nor infinities. Extremes carry them along and, unlike
   * a mask, need no memory of the tensor's size.
   */
  public static boolean isFinite(Tensor tensor) {
    return tensor.size() == 0
        || Float.isFinite(tensor.max().item()) && Float.isFinite(tensor.min().item());
  }

  /** A new tensor with an entry's bytes. */
  static Tensor stored(StoredTensor entry, DType storage) {
    return filled(Tensor.empty(storage, entry.shape()), entry);
  }

  /** Reads an entry's bytes into a tensor's memory. */
  static Tensor filled(Tensor tensor, StoredTensor entry) {
    if (entry.bytes() > 0) {
      entry.readInto(tensor.memory());
    }
    return tensor;
  }

  /** The tensor that was read as {@link #storageType}, as the type that its bytes are of. */
  static Tensor asStored(Tensor read, StoredTensor entry) {
    return entry.type() == StoredType.BF16 ? read.reinterpret(DType.BFLOAT16) : read;
  }

  /**
   * The tensor type of an entry's bytes; bfloat16 is read as the type of its width that can be
   * made.
   */
  static DType storageType(StoredTensor entry) {
    return switch (entry.type()) {
      case F64 -> DType.FLOAT64;
      case F32 -> DType.FLOAT32;
      case F16, BF16 -> DType.FLOAT16;
      case I64 -> DType.INT64;
      case I32 -> DType.INT32;
      case U8 -> DType.UINT8;
      case BOOL -> DType.BOOL;
      case I16, I8 ->
          throw new UserException(
              "Cannot use tensor '%s' of %s: its type is %s (expected F64, F32, F16, BF16, I64, I32, U8 or BOOL)"
                  .formatted(entry.name(), entry.file(), entry.type()));
    };
  }
}
