package io.facesweep.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.facesweep.UserException;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes the files of a snapshot: weights, configurations, texts; each whole or not at all. */
public final class SnapshotFiles {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private SnapshotFiles() {}

  /** What the file of a net's weights is called. */
  public static String stem(String net) {
    return net.equals("text_encoder") ? "model" : "diffusion_pytorch_model";
  }

  /** Writes a net's weights as float16 to a file. */
  public static void net(Path file, String prefix, ParameterLayout layout, float[] values) {
    Map<String, NamedArray> arrays = new HashMap<>();
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.name().startsWith(prefix)) {
        arrays.put(
            slot.name().substring(prefix.length()),
            NamedArray.float16(slot.of(values), slot.shape()));
      }
    }
    net(file, arrays);
  }

  /** Writes a net's tensors to a file. */
  static void net(Path file, Map<String, NamedArray> arrays) {
    SafetensorsWriter.write(file, arrays, Map.of("format", "pt"));
  }

  public static void json(Path file, Map<String, ?> content) {
    text(file, GSON.toJson(new TreeMap<>(content)) + "\n");
  }

  public static void text(Path file, String content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(file, e), e);
    }
  }
}
