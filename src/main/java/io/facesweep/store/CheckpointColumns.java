package io.facesweep.store;

import io.facesweep.config.CheckpointTexts;
import io.facesweep.plan.Fingerprints;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.EmbeddingSettings;
import io.facesweep.settings.LoraSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the diffusion model was read, as flat columns: {@code models_prediction}, {@code
 * models_weights}, {@code models_loras} and {@code models_embeddings}, as configuration files spell
 * them; and for the last two what is in the files, {@code models_loras_fingerprint}: the weight, or
 * the token, before the hash of each. What is by default has no column.
 */
final class CheckpointColumns {
  private static final String LORAS = "models.loras";
  private static final String EMBEDDINGS = "models.embeddings";
  private static final List<String> KEYS =
      List.of("models.prediction", "models.weights", LORAS, EMBEDDINGS);

  private CheckpointColumns() {}

  /** The columns that say how it was read, by key of a configuration. */
  static Map<String, String> byKey() {
    Map<String, String> columns = new LinkedHashMap<>();
    KEYS.forEach(key -> columns.put(key, SettingsColumns.snakeCase(key)));
    return columns;
  }

  /** Names of all columns. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String key : KEYS) {
      names.add(SettingsColumns.snakeCase(key));
      if (key.equals(LORAS) || key.equals(EMBEDDINGS)) {
        names.add(fingerprint(key));
      }
    }
    return names;
  }

  /** The values of one checkpoint. */
  static Map<String, Object> of(CheckpointSettings checkpoint, Fingerprints fingerprints) {
    Map<String, Object> values = new LinkedHashMap<>();
    CheckpointTexts.of(checkpoint)
        .forEach((key, text) -> values.put(SettingsColumns.snakeCase(key), text));
    Map<String, String> hashes = fingerprints.files();
    put(
        values,
        LORAS,
        hashes,
        checkpoint.loras(),
        LoraSettings::file,
        lora -> Decimals.text(lora.weight()));
    put(
        values,
        EMBEDDINGS,
        hashes,
        checkpoint.embeddings(),
        EmbeddingSettings::file,
        EmbeddingSettings::identityToken);
    return values;
  }

  private interface Part<T> {
    String of(T file);
  }

  /** Nothing where a file has not been read. */
  private static <T> void put(
      Map<String, Object> values,
      String key,
      Map<String, String> hashes,
      List<T> files,
      Part<T> place,
      Part<T> label) {
    List<String> known = new ArrayList<>();
    for (T file : files) {
      String hash = hashes.get(place.of(file));
      if (hash == null) {
        return;
      }
      known.add(label.of(file) + " " + hash);
    }
    if (!known.isEmpty()) {
      values.put(fingerprint(key), String.join(", ", known));
    }
  }

  private static String fingerprint(String key) {
    return SettingsColumns.snakeCase(key) + SettingsColumns.FINGERPRINT;
  }
}
