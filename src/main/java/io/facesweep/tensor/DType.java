package io.facesweep.tensor;

/** Element types of tensors. */
public enum DType {
  FLOAT32(6, 0, 4),
  FLOAT64(7, 1, 8),
  FLOAT16(5, 2, 2),
  BFLOAT16(15, -1, 2),
  INT64(4, 6, 8),
  INT32(3, 4, 4),
  UINT8(0, 3, 1),
  BOOL(11, 7, 1);

  /** What DJL's native side calls bfloat16, which it reads and does not make. */
  private static final int ENGINE_BFLOAT16 = 9;

  private final int scalarType;
  private final int djlType;
  private final int bytes;

  DType(int scalarType, int djlType, int bytes) {
    this.scalarType = scalarType;
    this.djlType = djlType;
    this.bytes = bytes;
  }

  /** Bytes an element takes. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
  }

  /** PyTorch's {@code c10::ScalarType} number. */
  int scalarType() {
    return scalarType;
  }

  /**
   * DJL's number, by which its native side makes tensors. bfloat16 has none: asking for it would
   * abort the JVM.
   */
  int djlType() {
    if (djlType < 0) {
      throw new IllegalArgumentException(
          "Cannot create a tensor of " + this + ": convert one from FLOAT32");
    }
    return djlType;
  }

  /** The type of the number by which DJL's native side names it, bfloat16 included. */
  static DType ofEngineType(int number) {
    if (number == ENGINE_BFLOAT16) {
      return BFLOAT16;
    }
    for (DType type : values()) {
      if (type.djlType == number) {
        return type;
      }
    }
    throw new IllegalStateException("Invalid tensor element type: number " + number + " of DJL");
  }
}
