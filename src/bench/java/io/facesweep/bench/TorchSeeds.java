package io.facesweep.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small archives as {@code torch.save} writes them, to be damaged. */
final class TorchSeeds {
  private static final int HEADER = 30;
  private static final int LISTED = 46;
  private static final int END = 22;

  /** Of the third storage: as many as the largest tensor of a seed has. */
  private static final int ELEMENTS = 72;

  /** A state dict of a matrix, its transpose and a half; one inside a training checkpoint. */
  static final List<byte[]> PICKLES =
      List.of(
          pickle("(" + dict() + "u."), pickle("(" + text("state_dict") + "}(" + dict() + "uu."));

  /** A textual inversion embedding of AUTOMATIC1111, and one of diffusers. */
  static final List<byte[]> EMBEDDINGS =
      List.of(
          pickle(
              "("
                  + text("string_to_token")
                  + "}("
                  + text("*")
                  + "K\5u"
                  + text("string_to_param")
                  + "}("
                  + tensor("*", "FloatStorage", "0", 6, "K\2K\3\u0086", "K\3K\1\u0086")
                  + "u"
                  + text("name")
                  + text("x")
                  + "u."),
          pickle("(" + tensor("<x>", "HalfStorage", "1", 3, "K\3\u0085", "K\1\u0085") + "u."));

  private TorchSeeds() {}

  private static String dict() {
    return tensor("weight", "FloatStorage", "0", 6, "K\2K\3\u0086", "K\3K\1\u0086")
        + tensor("turned", "FloatStorage", "0", 6, "K\3K\2\u0086", "K\1K\3\u0086")
        + tensor("half", "HalfStorage", "1", 3, "K\3\u0085", "K\1\u0085")
        + text("epoch")
        + "K\5";
  }

  /** A state dict of tensors that all lie at the beginning of one storage. */
  static byte[] pickle(Map<String, long[]> shapes) {
    StringBuilder dict = new StringBuilder("(");
    shapes.forEach(
        (name, shape) -> {
          long[] strides = new long[shape.length];
          long elements = 1;
          for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = elements;
            elements *= shape[axis];
          }
          dict.append(tensor(name, "FloatStorage", "2", ELEMENTS, tuple(shape), tuple(strides)));
        });
    return pickle(dict + "u.");
  }

  private static String tuple(long[] numbers) {
    StringBuilder tuple = new StringBuilder("(");
    for (long number : numbers) {
      tuple.append('K').append((char) number);
    }
    return tuple.append('t').toString();
  }

  private static String tensor(
      String name, String storage, String key, int elements, String shape, String strides) {
    return text(name)
        + "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\n"
        + storage
        + "\n"
        + text(key)
        + text("cpu")
        + "K"
        + (char) elements
        + "tQK\0"
        + shape
        + strides
        + "\u0089ccollections\nOrderedDict\n)RtR";
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  private static byte[] pickle(String afterDict) {
    return ("\u0080\2}" + afterDict).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The archive of a pickle, with the storages of the seeds. */
  static byte[] archive(byte[] pickle) {
    Map<String, byte[]> records = new LinkedHashMap<>();
    records.put("a/data.pkl", pickle);
    records.put("a/byteorder", "little".getBytes(StandardCharsets.ISO_8859_1));
    records.put("a/data/0", new byte[24]);
    records.put("a/data/1", new byte[6]);
    records.put("a/data/2", new byte[4 * ELEMENTS]);
    return zip(records);
  }

  /** Stored records, their checksums left out: who reads in place does not look at them. */
  private static byte[] zip(Map<String, byte[]> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    records.forEach(
        (name, data) -> {
          byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
          directory.writeBytes(
              record(LISTED, 0x02014b50)
                  .putInt(20, data.length)
                  .putInt(24, data.length)
                  .putShort(28, (short) bytes.length)
                  .putInt(42, out.size())
                  .array());
          directory.writeBytes(bytes);
          out.writeBytes(
              record(HEADER, 0x04034b50)
                  .putInt(18, data.length)
                  .putInt(22, data.length)
                  .putShort(26, (short) bytes.length)
                  .array());
          out.writeBytes(bytes);
          out.writeBytes(data);
        });
    int begin = out.size();
    out.writeBytes(directory.toByteArray());
    out.writeBytes(
        record(END, 0x06054b50)
            .putShort(8, (short) records.size())
            .putShort(10, (short) records.size())
            .putInt(12, directory.size())
            .putInt(16, begin)
            .array());
    return out.toByteArray();
  }

  private static ByteBuffer record(int bytes, int signature) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, signature);
  }
}
