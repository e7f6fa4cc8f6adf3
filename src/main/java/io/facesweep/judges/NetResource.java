package io.facesweep.judges;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Weights that the program brings with it. */
final class NetResource {
  private NetResource() {}

  /**
   * Builds a net on weights in float32.
   *
   * @param name of the resource beside this class
   * @param owner gets the weights
   */
  static <T> T open(String name, Device device, TensorOwner owner, Function<StateDict, T> build) {
    try {
      Path file = Files.createTempFile("facesweep-net", ".safetensors");
      try {
        Files.write(file, content(name));
        StateDict dict = StateDict.load(CheckpointFiles.of(file), DType.FLOAT32, device, owner);
        T net = build.apply(dict);
        dict.finish();
        return net;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Returns all of a resource. */
  static byte[] content(String name) throws IOException {
    try (InputStream in = NetResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot read resource %s: it is not in this build".formatted(name));
      }
      return in.readAllBytes();
    }
  }
}
