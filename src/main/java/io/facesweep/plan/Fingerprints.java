package io.facesweep.plan;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the files behind a sweep contain, as hashes: a stage computed from other weights is another
 * stage.
 *
 * @param models of the models that trials compute with: by role, by the place that the
 *     configuration gives
 * @param files of the LoRAs and embeddings, and of the images that settings name ({@code
 *     texture.init-texture}, {@code texture.prior-edges}), by the name that stands in the settings;
 *     the name itself counts for one that is not here, as for {@code builtin:skin}
 * @param automatic the number format that {@link Dtype#AUTO} stands for, where trials will compute
 */
public record Fingerprints(
    Map<ModelRole, Map<String, String>> models, Map<String, String> files, Dtype automatic)
    implements Serializable {
  /** Of no model: nothing is known. */
  public static final Fingerprints NONE = new Fingerprints(Map.of(), Map.of());

  private static final int SHORT = 12;

  /** The same where trials compute on CPUs. */
  public Fingerprints(Map<ModelRole, Map<String, String>> models, Map<String, String> files) {
    this(models, files, Dtype.FLOAT32);
  }

  public Fingerprints {
    if (automatic == Dtype.AUTO) {
      throw new IllegalArgumentException(
          "Invalid automatic number format: auto (expected what it stands for)");
    }
    Map<ModelRole, Map<String, String>> copy = new EnumMap<>(ModelRole.class);
    models.forEach((role, hashes) -> copy.put(role, new TreeMap<>(hashes)));
    models = Collections.unmodifiableMap(copy);
    files = Map.copyOf(files);
  }

  /**
   * Returns the hash of the model that settings give for a role; null where they give none.
   *
   * @throws IllegalStateException if there is no hash of it
   */
  public @Nullable String of(ModelRole role, ModelSettings settings) {
    String place = settings.find(role);
    if (place == null) {
      return null;
    }
    return find(role, place)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Cannot identify %s: there is no fingerprint of %s"
                        .formatted(role.key(), place)));
  }

  /**
   * Returns the hash of the model at a place; empty if it is not known.
   *
   * @param place as the configuration gives it
   */
  public Optional<String> find(ModelRole role, String place) {
    return Optional.ofNullable(models.getOrDefault(role, Map.of()).get(place));
  }

  /** Returns the key of the first model there that is another one here, for people. */
  public Optional<String> difference(Fingerprints there) {
    for (ModelRole role : inOrder()) {
      Map<String, String> here = models.getOrDefault(role, Map.of());
      Map<String, String> others = there.models.getOrDefault(role, Map.of());
      if (!here.entrySet().containsAll(others.entrySet())) {
        return Optional.of(role.key());
      }
    }
    return files.equals(there.files)
        ? Optional.empty()
        : Optional.of("a LoRA, an embedding, or an image that the trial settings name");
  }

  /**
   * Names the models, and the files that go with them, with the first digits of what they contain,
   * in one line for people.
   */
  public String summary() {
    List<String> parts = new ArrayList<>();
    for (ModelRole role : inOrder()) {
      Collection<String> hashes = models.getOrDefault(role, Map.of()).values();
      if (!hashes.isEmpty()) {
        parts.add(
            role.text()
                + " "
                + hashes.stream()
                    .map(Fingerprints::shortened)
                    .distinct()
                    .collect(Collectors.joining(" and ")));
      }
    }
    new TreeMap<>(files).forEach((name, hash) -> parts.add(fileName(name) + " " + shortened(hash)));
    return "Models: " + String.join(", ", parts);
  }

  private static String fileName(String place) {
    return place.substring(Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1);
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /** Those that every trial has come first. */
  private static List<ModelRole> inOrder() {
    return Stream.of(true, false)
        .flatMap(
            always -> Stream.of(ModelRole.values()).filter(role -> role.isInEveryTrial() == always))
        .toList();
  }

  /**
   * Returns names in the place of contents: plans made of them have the trials and the counts of
   * the sweep, but not its ids.
   */
  public static Fingerprints unread(SweepConfig config) {
    return of(config.modelSets(), (role, place) -> place, Map.of());
  }

  /** Hashes the model of a role. */
  public interface Hash {
    /** Returns the hash of what lies at a place. */
    String of(ModelRole role, String place);
  }

  /**
   * Hashes the models that trials compute with, each once.
   *
   * @param files hashes of the images
   */
  public static Fingerprints of(
      Collection<ModelSettings> settings, Hash hash, Map<String, String> files) {
    Map<ModelRole, Map<String, String>> models = new EnumMap<>(ModelRole.class);
    for (ModelSettings each : settings) {
      each.places()
          .forEach(
              (role, place) -> {
                if (role.isOfTrials()) {
                  models
                      .computeIfAbsent(role, r -> new TreeMap<>())
                      .computeIfAbsent(place, p -> hash.of(role, p));
                }
              });
    }
    return new Fingerprints(models, files);
  }

  /**
   * Returns the same where trials compute on other devices.
   *
   * @param other number format of nets there
   */
  public Fingerprints withAutomatic(Dtype other) {
    return new Fingerprints(models, files, other);
  }

  /** What identifies an image that a setting names. */
  String file(String name) {
    return files.getOrDefault(name, name);
  }
}
