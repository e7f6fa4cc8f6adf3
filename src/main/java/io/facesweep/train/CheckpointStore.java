package io.facesweep.train;

import io.facesweep.UserException;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A stage's last checkpoint, one safetensors file that is replaced as a whole: an interruption or a
 * full disk leaves the one before.
 */
final class CheckpointStore {
  private static final String STEP = "step";
  private static final String SETTINGS = "settings";
  private static final String SCALE = "loss_scale";

  private final Path file;
  private final String settings;
  private final LongSupplier freeBytes;

  /**
   * @param settings what a checkpoint must have been made with to be gone on from
   */
  CheckpointStore(Path file, String settings) {
    this(file, settings, () -> freeBytes(file));
  }

  CheckpointStore(Path file, String settings, LongSupplier freeBytes) {
    this.file = file;
    this.settings = settings;
    this.freeBytes = freeBytes;
  }

  private static long freeBytes(Path file) {
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(file, e), e);
    }
  }

  Optional<TrainingState> load(int size) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      String made = stored.metadata().getOrDefault(SETTINGS, "nothing");
      if (!made.equals(settings)) {
        throw new UserException(
            "Cannot resume from %s: it was made with %s (now %s); use another --work directory, or delete it to start anew"
                .formatted(file, made, settings));
      }
      TrainingState state =
          new TrainingState(
              Long.parseLong(stored.metadata().getOrDefault(STEP, "0")),
              LossScale.of(stored.metadata().getOrDefault(SCALE, LossScale.NONE.text())),
              stored.floats("values"),
              stored.floats("average"),
              stored.floats("first_moment"),
              stored.floats("second_moment"));
      if (state.values().length != size) {
        throw new UserException(
            "Cannot resume from %s: it holds %d parameters (expected %d)"
                .formatted(file, state.values().length, size));
      }
      return Optional.of(state);
    }
  }

  void save(TrainingState state) {
    long needed = 16L * state.values().length + (1 << 20);
    long free = freeBytes.getAsLong();
    if (free < needed) {
      throw new UserException(
          "Cannot write %s: %d MB are free on its disk and %d MB are needed; the checkpoint before is whole, free space and run the same command again"
              .formatted(file, free >> 20, needed >> 20));
    }
    int size = state.values().length;
    SafetensorsWriter.write(
        file,
        Map.of(
            "values", NamedArray.float32(state.values(), size),
            "average", NamedArray.float32(state.average(), size),
            "first_moment", NamedArray.float32(state.firstMoment(), size),
            "second_moment", NamedArray.float32(state.secondMoment(), size)),
        Map.of(STEP, Long.toString(state.step()), SETTINGS, settings, SCALE, state.scale().text()));
  }
}
