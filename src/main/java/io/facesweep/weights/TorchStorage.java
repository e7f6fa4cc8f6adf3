package io.facesweep.weights;

import io.facesweep.ForeignText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind tensors, as a pickle names it; its size has been compared with the archive's
 * record.
 *
 * @param range of the file that holds it
 */
record TorchStorage(StoredType type, long elements, ZipRecords.Range range) {
  private static final Map<String, StoredType> TYPES =
      Map.of(
          "DoubleStorage", StoredType.F64,
          "FloatStorage", StoredType.F32,
          "HalfStorage", StoredType.F16,
          "BFloat16Storage", StoredType.BF16,
          "LongStorage", StoredType.I64,
          "IntStorage", StoredType.I32,
          "ShortStorage", StoredType.I16,
          "CharStorage", StoredType.I8,
          "ByteStorage", StoredType.U8,
          "BoolStorage", StoredType.BOOL);

  /**
   * Finds a storage.
   *
   * @param records of the archive
   * @param folder of the storages in it, with its slash
   */
  static TorchStorage of(
      PickledName kind,
      String key,
      long elements,
      Map<String, ZipRecords.Range> records,
      String folder) {
    StoredType type = kind.module().equals("torch") ? TYPES.get(kind.name()) : null;
    if (type == null) {
      throw PickleBytes.refused("a storage of %s, which is not known".formatted(kind));
    }
    ZipRecords.@Nullable Range range = records.get(folder + key);
    if (range == null) {
      throw PickleBytes.refused(
          "a storage '%s' without a record in the archive".formatted(ForeignText.quoted(key)));
    }
    if (elements < 0
        || range.bytes() / type.bytes() != elements
        || range.bytes() % type.bytes() != 0) {
      throw PickleBytes.refused(
          "a storage '%s' of %d elements of %s in a record of %d bytes"
              .formatted(ForeignText.quoted(key), elements, type, range.bytes()));
    }
    return new TorchStorage(type, elements, range);
  }
}
