package io.facesweep.weights;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads which tensors a file of {@code torch.save} holds ({@code .bin}, {@code .ckpt}, {@code .pt},
 * {@code .pth}; torch 1.6 and later): a zip archive of one pickle, which describes them, and a
 * record for each storage. The data is not touched.
 */
final class TorchZip {
  private static final String PICKLE = "/data.pkl";

  /** Of {@code torch.save} training checkpoints, whose weights are one entry among others. */
  private static final String STATE_DICT = "state_dict";

  private static final int MAX_PICKLE = 16 << 20;

  private TorchZip() {}

  /**
   * Returns the tensors by name: of the dictionary under {@code state_dict} where there is one,
   * else of the one at the top; where that holds only dictionaries, theirs, as {@code outer.inner}.
   *
   * @throws UserException naming the file and what is wrong with it
   */
  static Map<String, StoredTensor> read(Path path, FileChannel channel) throws IOException {
    Map<String, ZipRecords.Range> records = ZipRecords.read(path, channel);
    List<String> pickles =
        records.keySet().stream()
            .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
            .toList();
    if (pickles.size() != 1) {
      throw refused(
          path, "it is a zip archive with %d data.pkl (expected one)".formatted(pickles.size()));
    }
    String root = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length() + 1);
    requireLittleEndian(path, channel, records.get(root + "byteorder"));
    byte[] pickle = bytes(path, channel, records.get(pickles.get(0)), MAX_PICKLE);
    Object top;
    try {
      top = TorchPickle.read(pickle, records, root + "data/", channel.size());
    } catch (UserException e) {
      throw ForeignFile.refusal(path.toString(), "its pickle is refused: " + e.getMessage(), e);
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    if (top instanceof Map<?, ?> map) {
      Map<?, ?> dict = map.get(STATE_DICT) instanceof Map<?, ?> inner ? inner : map;
      collect(path, "", dict, tensors);
      if (tensors.isEmpty()) {
        dict.forEach(
            (key, value) -> {
              if (key instanceof String outer && value instanceof Map<?, ?> inner) {
                collect(path, outer + ".", inner, tensors);
              }
            });
      }
    }
    if (tensors.isEmpty()) {
      throw refused(path, "it holds no tensors by name (expected a state dict)");
    }
    return tensors;
  }

  private static void collect(
      Path path, String prefix, Map<?, ?> dict, Map<String, StoredTensor> tensors) {
    dict.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof TorchTensor tensor) {
            StoredType type = tensor.storage().type();
            tensors.put(
                prefix + name,
                new StoredTensor(
                    prefix + name,
                    path,
                    type,
                    tensor.shape(),
                    tensor.strides(),
                    tensor.storage().range().begin() + tensor.begin() * type.bytes()));
          }
        });
  }

  private static void requireLittleEndian(
      Path path, FileChannel channel, ZipRecords.@Nullable Range range) throws IOException {
    if (range != null
        && !new String(bytes(path, channel, range, 64), StandardCharsets.UTF_8).equals("little")) {
      throw refused(path, "its numbers are not little-endian (save it on such a machine)");
    }
  }

  private static byte[] bytes(
      Path path, FileChannel channel, ZipRecords.@Nullable Range range, int most)
      throws IOException {
    if (range == null || range.bytes() > most) {
      throw refused(path, "its description is longer than %d bytes".formatted(most));
    }
    byte[] bytes = new byte[(int) range.bytes()];
    SafetensorsFile.readFully(channel, ByteBuffer.wrap(bytes), range.begin());
    return bytes;
  }

  private static UserException refused(Path path, String why) {
    return new UserException("Cannot read %s: %s".formatted(path, why));
  }
}
