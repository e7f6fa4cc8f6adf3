package io.facesweep.config;

import io.facesweep.settings.CheckpointSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a diffusion model is read, as a configuration file says it. */
public final class CheckpointTexts {
  private CheckpointTexts() {}

  /**
   * Returns the values by key, such as {@code models.loras}; of those that are as they are by
   * default, none.
   */
  public static Map<String, String> of(CheckpointSettings checkpoint) {
    Map<String, String> texts = new LinkedHashMap<>();
    put(texts, FileKeys.PREDICTION, checkpoint.prediction());
    put(texts, FileKeys.WEIGHTS, checkpoint.weights());
    put(texts, FileKeys.LORAS, checkpoint.loras());
    put(texts, FileKeys.EMBEDDINGS, checkpoint.embeddings());
    return texts;
  }

  private static void put(Map<String, String> texts, Key<?> key, Object value) {
    String written = key.written(value);
    if (!written.equals(key.otherwise())) {
      texts.put(key.path(), written);
    }
  }
}
