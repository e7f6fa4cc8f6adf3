package io.facesweep.models;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModels;
import io.facesweep.plan.Fingerprints;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TrialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * What a sweep's models contain: SHA-256 over names, sizes and contents of the files that a net is
 * read from. The same wherever the files lie; reading gigabytes takes seconds.
 */
public final class ModelFingerprints {
  private static final Set<String> EXTENSIONS = Set.of("json", "txt", "safetensors");
  private static final Pattern BUILT_IN = Pattern.compile(Setting.AUTO + "|builtin:.*");
  private static final List<Declaration> IMAGES =
      TrialSettings.DECLARED.all().stream().filter(Declaration::isImage).toList();

  private ModelFingerprints() {}

  /**
   * Reads all that the configuration names.
   *
   * @param hadoop settings of the file systems that they may lie on
   * @throws UserException naming the first that is not there
   */
  public static Fingerprints of(SweepConfig config, Configuration hadoop) {
    LocalModels local = LocalModels.ofThisMachine(hadoop);
    return of(config.modelSets(), images(config, local::local), local::local);
  }

  /**
   * Reads the models that trials compute with, and the images that their settings name.
   *
   * @param models of trials
   * @param images by the names that settings give them
   * @param local says where on this machine lies what has a name in settings
   * @throws UserException naming the first model that is not there
   */
  public static Fingerprints of(
      Collection<ModelSettings> models, Set<String> images, UnaryOperator<String> local) {
    return Fingerprints.of(
        models, (role, place) -> of(role, local.apply(place)), hashes(images, local));
  }

  /**
   * Returns the hash of one model.
   *
   * @param place on this machine
   * @throws UserException if it is not there
   */
  static String of(ModelRole role, String place) {
    return role.form() == ModelRole.Form.FACE
        ? FaceModels.open(place).fingerprint()
        : of(role, role.key(), place);
  }

  /**
   * Returns the hash of a directory that stands for a role under another key than the role's.
   *
   * @param name on this machine
   * @throws UserException naming the key, if it is not there
   */
  static String of(ModelRole role, String key, String name) {
    Path directory = Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new UserException(
          "Cannot read %s: %s is no directory of this machine".formatted(key, name));
    }
    requireContents(role, key, directory);
    try {
      return FilesDigest.of(directory, ModelFingerprints::counts);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(key, e), e);
    }
  }

  /** The folder above or below the one that is meant is the usual mistake. */
  private static void requireContents(ModelRole role, String key, Path directory) {
    List<String> any =
        switch (role.form()) {
          case CHECKPOINT -> List.of("model_index.json");
          case UNET -> List.of("config.json", "unet/config.json");
          case CONTROLNET, CLIP -> List.of("config.json");
          case FACE -> List.of();
        };
    if (!any.isEmpty() && any.stream().noneMatch(file -> Files.exists(directory.resolve(file)))) {
      throw new UserException(
          "Cannot read %s: %s has no %s (expected a %s as Hugging Face's diffusers writes it)"
              .formatted(key, directory, String.join(" or ", any), role.doc()));
    }
  }

  /**
   * The images that count, by name.
   *
   * @throws UserException naming the key of the first that is not there
   */
  private static Set<String> images(SweepConfig config, UnaryOperator<String> local) {
    Set<String> names = new TreeSet<>();
    for (Combination combination : config.combinations()) {
      TrialSettings settings = config.settings(combination);
      for (Declaration declared : IMAGES) {
        String name = (String) declared.value(settings);
        if (names.add(name)
            && declared.isUsed(settings)
            && !BUILT_IN.matcher(name).matches()
            && !Files.isRegularFile(Path.of(local.apply(name)))) {
          throw new UserException(
              "Cannot read trial.%s: %s is no file of this machine"
                  .formatted(declared.path(), name));
        }
      }
    }
    return names;
  }

  /** By name; what is built in has no file. */
  private static Map<String, String> hashes(Set<String> images, UnaryOperator<String> local) {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : images) {
      String place = name.startsWith("builtin:") ? "" : local.apply(name);
      if (!place.isEmpty() && Files.isRegularFile(Path.of(place))) {
        hashes.put(name, hash(name, Path.of(place)));
      }
    }
    return hashes;
  }

  private static String hash(String name, Path file) {
    try {
      return FilesDigest.of(file);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(name, e), e);
    }
  }

  private static boolean counts(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
