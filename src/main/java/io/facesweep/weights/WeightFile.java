package io.facesweep.weights;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One file of tensors by name: safetensors, or what {@code torch.save} writes. Which of the two is
 * told by what is in it. Only what describes the tensors is read; each is read when it is asked
 * for.
 *
 * @param tensors by name, in the file's order
 * @param metadata of a safetensors file; empty for others
 */
public record WeightFile(
    Path path, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  /** How files of {@code torch.save} are called. */
  public static final List<String> TORCH = List.of(".bin", ".ckpt", ".pt", ".pth");

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] LEGACY = {(byte) 0x80, 2, (byte) 0x8a, 10};

  public WeightFile {
    tensors = Collections.unmodifiableMap(tensors);
    metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Reads what a file holds.
   *
   * @throws UserException when it is neither, damaged, or a pickle of anything but tensors, naming
   *     the file
   */
  public static WeightFile open(Path path) {
    return ForeignFile.open("weights " + path, () -> read(path));
  }

  private static WeightFile read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new UserException("Cannot read %s: there is no such file".formatted(path));
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] start = new byte[(int) Math.min(64, channel.size())];
      SafetensorsFile.readFully(channel, ByteBuffer.wrap(start), 0);
      if (startsWith(start, ZIP)) {
        return new WeightFile(path, TorchZip.read(path, channel), Map.of());
      }
      if (isTorch(path)) {
        throw new UserException("Cannot read %s: %s".formatted(path, whatElse(start)));
      }
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(path, e), e);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (SafetensorsFile.Entry entry : file.entries()) {
        tensors.put(entry.name(), StoredTensor.rowMajor(path, entry));
      }
      return new WeightFile(path, tensors, new LinkedHashMap<>(file.metadata()));
    }
  }

  /** Whether a file is called as those of {@code torch.save} are. */
  public static boolean isTorch(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return TORCH.stream().anyMatch(name::endsWith);
  }

  /** Whether a file is called as files of weights are. */
  public static boolean isNamedSo(Path path) {
    return isTorch(path)
        || path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || bytes[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** What a file is that should be a zip archive of torch, and what to do about it. */
  private static String whatElse(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
    if (start.length == 0) {
      return "it is empty";
    } else if (text.startsWith("version https://git-lfs")) {
      return "it is a pointer of Git LFS, not the file itself (run git lfs pull)";
    } else if (text.startsWith("<")) {
      return "it is a web page, not weights (download the file itself)";
    } else if (startsWith(start, LEGACY)) {
      return "it is in the format of torch before 1.6"
          + " (in Python: torch.save(torch.load(file, weights_only=True), file))";
    }
    return "it does not begin as a file of torch.save does (expected a zip archive of torch 1.6 or later)";
  }
}
