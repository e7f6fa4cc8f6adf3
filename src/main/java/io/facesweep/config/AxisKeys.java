package io.facesweep.config;

import io.facesweep.settings.ModelRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that axes may set: those of the {@code trial} block, without its name, and those of the
 * models that trials compute with. A model that only measures is none of them: all trials of a
 * sweep are measured alike.
 */
final class AxisKeys {
  private static final String MODELS = "models";

  /** What stands where a key is expected. */
  static final String EXPECTED = "a key of the trial block or of models";

  private static final Set<String> MEASURING =
      Stream.of(ModelRole.values())
          .filter(role -> !role.isOfTrials())
          .map(ModelRole::key)
          .collect(Collectors.toSet());

  private AxisKeys() {}

  static Optional<Key<?>> find(String path) {
    return isOfModels(path) && !isMeasuring(path)
        ? FileKeys.SCHEMA.find(path)
        : RecordKeys.TRIAL.schema().find(path);
  }

  static boolean isBlock(String path) {
    return path.equals(MODELS) || RecordKeys.TRIAL.schema().isBlock(path);
  }

  /** Whether this key names a model that measures trials and takes no part in them. */
  static boolean isMeasuring(String path) {
    return MEASURING.contains(path);
  }

  /** Returns the paths of all keys, in the order of their declaration. */
  static List<String> paths() {
    return Stream.concat(
            FileKeys.SCHEMA.keys().stream()
                .map(Key::path)
                .filter(path -> isOfModels(path) && !isMeasuring(path)),
            RecordKeys.TRIAL.schema().keys().stream().map(Key::path))
        .toList();
  }

  private static boolean isOfModels(String path) {
    return path.startsWith(MODELS + ".");
  }
}
