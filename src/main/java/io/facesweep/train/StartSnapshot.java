package io.facesweep.train;

import io.facesweep.UserException;
import io.facesweep.weights.CheckpointFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A snapshot of the same recipe that a training starts from, in place of random weights. Its
 * tokenizer is taken over too: weights of tokens belong to their ids. Nets that it lacks start as
 * they do without it.
 */
public final class StartSnapshot {
  private static final List<String> TOKENIZER =
      List.of("vocab.json", "merges.txt", "special_tokens_map.json", "tokenizer_config.json");

  private final Path directory;

  public StartSnapshot(Path directory) {
    this.directory = directory;
  }

  /** Whether it has the weights of all of a stage's nets. */
  boolean has(TrainingStage stage) {
    return stage.parts().values().stream()
        .allMatch(part -> hasFile(directory.resolve(part), SnapshotFiles.stem(part)));
  }

  private static boolean hasFile(Path folder, String stem) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(stem));
    } catch (IOException e) {
      throw new UserException("Cannot list %s: %s".formatted(folder, e), e);
    }
  }

  /**
   * Flat values of a stage.
   *
   * @throws UserException if the snapshot lacks a tensor or has one of another size, naming it
   */
  float[] values(TrainingStage stage) {
    float[] values = new float[stage.layout().size()];
    new TreeMap<>(stage.parts())
        .forEach((prefix, part) -> fill(values, stage.layout(), prefix, part));
    return values;
  }

  private void fill(float[] values, ParameterLayout layout, String prefix, String part) {
    Path folder = directory.resolve(part);
    CheckpointFiles files = CheckpointFiles.locate(folder, SnapshotFiles.stem(part));
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.name().startsWith(prefix)) {
        String key = slot.name().substring(prefix.length());
        float[] own = files.tensor(key).floats();
        if (own.length != slot.size()) {
          throw new UserException(
              "Cannot start from %s: %s has %d values (expected %s, by the recipe)"
                  .formatted(folder, key, own.length, Arrays.toString(slot.shape())));
        }
        System.arraycopy(own, 0, values, Math.toIntExact(slot.offset()), own.length);
      }
    }
  }

  public void copyTokenizer(Path target) {
    try {
      Files.createDirectories(target);
      for (String name : TOKENIZER) {
        Path from = directory.resolve("tokenizer").resolve(name);
        Files.copy(from, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot start from %s: its tokenizer cannot be copied to %s: %s"
              .formatted(directory, target, e),
          e);
    }
  }
}
