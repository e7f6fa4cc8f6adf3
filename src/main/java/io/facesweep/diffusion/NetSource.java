package io.facesweep.diffusion;

import io.facesweep.Sha256;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StoredTensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a net's configuration and weights come from.
 *
 * @param place of the weights, for messages
 * @param config as diffusers or transformers write it
 * @param files found when they are asked for, so that a configuration that is not supported is said
 *     before weights that are missing
 * @param fingerprint of configuration and weights; reads them when it is asked for
 */
record NetSource(
    Path place,
    JsonConfig config,
    Supplier<CheckpointFiles> files,
    Function<CheckpointFiles, Supplier<String>> fingerprint) {

  /**
   * A directory of a snapshot.
   *
   * @param stem name of the files without what follows the first dot
   */
  static NetSource directory(Path directory, String stem) {
    return new NetSource(
        directory,
        JsonConfig.read(directory.resolve("config.json")),
        () -> CheckpointFiles.locate(directory, stem),
        files -> Fingerprint.ofNet(directory, files)::hex);
  }

  /**
   * A net that lies in a file, beside others or alone.
   *
   * @param tensors by the names of diffusers or transformers
   * @param whole fingerprint of the file
   */
  static NetSource part(
      Path file, JsonConfig config, Map<String, StoredTensor> tensors, Fingerprint whole) {
    return new NetSource(
        file,
        config,
        () -> CheckpointFiles.part(file, tensors),
        files -> () -> combined(whole, config));
  }

  private static String combined(Fingerprint whole, JsonConfig config) {
    MessageDigest digest = Sha256.digest();
    digest.update((whole.hex() + "\n" + config.json()).getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }
}
