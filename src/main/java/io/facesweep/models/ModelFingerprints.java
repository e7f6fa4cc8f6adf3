package io.facesweep.models;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.diffusion.ModelFile;
import io.facesweep.face.FaceModels;
import io.facesweep.plan.Fingerprints;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.EmbeddingSettings;
import io.facesweep.settings.LoraSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TrialSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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

  /** What may also be one file. */
  private static final Set<ModelRole.Form> FILES =
      Set.of(
          ModelRole.Form.CHECKPOINT,
          ModelRole.Form.VAE,
          ModelRole.Form.CONTROLNET,
          ModelRole.Form.UNET);

  private static final Pattern BUILT_IN = Pattern.compile(Setting.AUTO + "|builtin:.*");
  private static final List<Declaration> IMAGES =
      TrialSettings.DECLARED.all().stream().filter(Declaration::isImage).toList();

  private ModelFingerprints() {}

  /**
   * Reads all that the configuration names.
   *
   * @param hadoop settings of the file systems that they may lie on
   * @throws UserException naming the first that is not there, or a face that lacks the lines that
   *     trials show
   */
  public static Fingerprints of(SweepConfig config, Configuration hadoop) {
    LocalModels local = LocalModels.ofThisMachine(hadoop);
    Set<String> files = images(config, local::local);
    files.addAll(adapters(config, local::local));
    DrawnFaces.require(config, local);
    return of(config.modelSets(), files, local::local);
  }

  /**
   * Reads the models that trials compute with, and the files that their settings name.
   *
   * @param models of trials
   * @param files LoRAs, embeddings and images by the names that settings give them
   * @param local says where on this machine lies what has a name in settings
   * @throws UserException naming the first model that is not there
   */
  public static Fingerprints of(
      Collection<ModelSettings> models, Set<String> files, UnaryOperator<String> local) {
    return Fingerprints.of(
        models, (role, place) -> of(role, local.apply(place)), hashes(files, local));
  }

  /**
   * Returns the hash of one model.
   *
   * @param place on this machine
   * @throws UserException if it is not there
   */
  static String of(ModelRole role, String place) {
    return switch (role.form()) {
      case FACE -> FaceModels.open(place).fingerprint();
      case FACE_PART -> file(role, Path.of(place));
      default -> of(role, role.key(), place);
    };
  }

  private static String file(ModelRole role, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot read %s: %s is no file of this machine".formatted(role.key(), file));
    }
    return hash(role.key(), file);
  }

  /**
   * Returns the hash of a directory that stands for a role under another key than the role's.
   *
   * @param name on this machine
   * @throws UserException naming the key, if it is not there
   */
  static String of(ModelRole role, String key, String name) {
    Path directory = Path.of(name);
    boolean isFile = FILES.contains(role.form()) && ModelFile.isOne(directory);
    if (!isFile && !Files.isDirectory(directory)) {
      throw new UserException(
          "Cannot read %s: %s is no directory%s of this machine"
              .formatted(key, name, FILES.contains(role.form()) ? " or file of weights" : ""));
    }
    if (!isFile) {
      requireContents(role, key, directory);
    }
    try {
      if (isFile) {
        return FilesDigest.of(directory);
      }
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
          case PARTS, VAE, FACE, FACE_PART -> List.of();
        };
    if (!any.isEmpty() && any.stream().noneMatch(file -> Files.exists(directory.resolve(file)))) {
      throw new UserException(
          "Cannot read %s: %s has no %s, as directories that Hugging Face's diffusers writes have (expected a %s)"
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

  /**
   * The LoRAs and embeddings, by name.
   *
   * @throws UserException naming the first that is not there
   */
  private static Set<String> adapters(SweepConfig config, UnaryOperator<String> local) {
    Set<String> names = new TreeSet<>();
    for (ModelSettings models : config.modelSets()) {
      CheckpointSettings checkpoint = models.checkpoint();
      for (LoraSettings lora : checkpoint.loras()) {
        if (!isAdapter(Path.of(local.apply(lora.file())))) {
          requireFile("models.loras", lora.file(), local);
        }
        names.add(lora.file());
      }
      for (EmbeddingSettings embedding : checkpoint.embeddings()) {
        requireFile("models.embeddings", embedding.file(), local);
        names.add(embedding.file());
      }
    }
    return names;
  }

  /** Whether a folder is one that PEFT writes. */
  private static boolean isAdapter(Path place) {
    return Files.isRegularFile(place.resolve("adapter_config.json"));
  }

  private static void requireFile(String key, String name, UnaryOperator<String> local) {
    if (!Files.isRegularFile(Path.of(local.apply(name)))) {
      throw new UserException("Cannot read %s: %s is no file of this machine".formatted(key, name));
    }
  }

  /** By name; what is built in has no file. */
  private static Map<String, String> hashes(Set<String> images, UnaryOperator<String> local) {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : images) {
      String place = name.startsWith("builtin:") ? "" : local.apply(name);
      if (!place.isEmpty() && (Files.isRegularFile(Path.of(place)) || isAdapter(Path.of(place)))) {
        hashes.put(name, hash(name, Path.of(place)));
      }
    }
    return hashes;
  }

  private static String hash(String name, Path file) {
    try {
      if (Files.isDirectory(file)) {
        return FilesDigest.of(file, ModelFingerprints::counts);
      }
      return FilesDigest.of(file);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(name, e), e);
    }
  }

  /** Pickled weights count where they are read: where no others lie beside them. */
  private static boolean counts(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1))
        || (ModelFile.isPickled(file) && !hasSafetensors(file.resolveSibling("")));
  }

  private static boolean hasSafetensors(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.safetensors")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new UserException("Cannot list %s: %s".formatted(directory, e), e);
    }
  }
}
