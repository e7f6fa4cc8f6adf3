package io.facesweep.models;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModels;
import io.facesweep.plan.Fingerprints;
import io.facesweep.settings.Combination;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep's models contain: SHA-256 over names, sizes and contents of the files that a net is
 * read from. The same wherever the files lie; reading gigabytes takes seconds.
 */
public final class ModelFingerprints {
  private static final Set<String> EXTENSIONS = Set.of("json", "txt", "safetensors");
  private static final int BUFFER = 1 << 20;

  private ModelFingerprints() {}

  /**
   * Reads all that the configuration names.
   *
   * @param hadoop settings of the file systems that they may lie on
   * @throws UserException naming the first that is not there
   */
  public static Fingerprints of(SweepConfig config, Configuration hadoop) {
    LocalModels local = LocalModels.ofThisMachine(hadoop);
    Map<String, String> images = new TreeMap<>();
    images(config).forEach(name -> images.put(name, local.local(name)));
    return of(local.localised(config.models()), images);
  }

  /**
   * The same of files that lie on this machine.
   *
   * @param images where they lie, by the name that settings give them
   */
  public static Fingerprints of(ModelSettings models, Map<String, String> images) {
    return new Fingerprints(
        directory("models.diffusion", models.diffusion()),
        FaceModels.open(models.face()).fingerprint(),
        optional("models.depth-controlnet", models.depthControlnet()),
        optional("models.texture-controlnet", models.textureControlnet()),
        optional("models.texture-unet", models.textureUnet()),
        optional("models.texture-unet-yuv", models.textureUnetYuv()),
        hashes(images));
  }

  private static @Nullable String optional(String key, @Nullable String directory) {
    return directory == null ? null : directory(key, directory);
  }

  private static String directory(String key, String name) {
    Path directory = Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new UserException(
          "Cannot read %s: %s is no directory of this machine".formatted(key, name));
    }
    MessageDigest digest = sha256();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> sorted = files.filter(ModelFingerprints::counts).sorted().toList();
      for (Path file : sorted) {
        add(file, directory.relativize(file).toString(), digest);
      }
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(key, e), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Set<String> images(SweepConfig config) {
    Set<String> names = new TreeSet<>();
    for (Combination combination : config.combinations()) {
      TrialSettings settings = config.settings(combination);
      names.add(settings.texture().initTexture());
      names.add(settings.texture().priorEdges());
    }
    return names;
  }

  /** By name; what is built in has no file. */
  private static Map<String, String> hashes(Map<String, String> images) {
    Map<String, String> hashes = new TreeMap<>();
    images.forEach(
        (name, place) -> {
          if (!name.startsWith("builtin:") && Files.isRegularFile(Path.of(place))) {
            hashes.put(name, hash(name, Path.of(place)));
          }
        });
    return hashes;
  }

  private static String hash(String name, Path file) {
    MessageDigest digest = sha256();
    try {
      add(file, "", digest);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(name, e), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean counts(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static void add(Path file, String name, MessageDigest digest) throws IOException {
    digest.update(
        "%s %d\n"
            .formatted(name.replace('\\', '/'), Files.size(file))
            .getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: every Java has SHA-256", e);
    }
  }
}
