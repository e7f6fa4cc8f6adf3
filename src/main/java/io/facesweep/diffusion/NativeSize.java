package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The size of the pictures that a snapshot was trained on, as its configuration states it. */
public final class NativeSize {
  private static final String SAMPLE_SIZE = "sample_size";

  private NativeSize() {}

  /**
   * Reads two small files; no net is opened.
   *
   * @param snapshot directory of a Stable Diffusion snapshot
   * @return the side in pixels: {@code sample_size} of unet/config.json times the factor of the
   *     autoencoder (512 for Stable Diffusion 1.x); empty where the file does not give one number
   * @throws io.facesweep.UserException if one of the two is missing or damaged
   */
  public static OptionalInt of(Path snapshot) {
    return of(snapshot, null);
  }

  /**
   * The size of a snapshot's, or of a single file's pictures.
   *
   * @param place of either
   * @param parts the snapshot that gives a single file its configurations; null for none. Without a
   *     VAE it does not say a side.
   */
  public static OptionalInt of(Path place, @Nullable Path parts) {
    if (!Files.isRegularFile(place)) {
      return stated(place);
    }
    return parts == null
            || CheckpointContents.config(parts, "unet") == null
            || CheckpointContents.config(parts, "vae") == null
        ? OptionalInt.empty()
        : stated(parts);
  }

  private static OptionalInt stated(Path snapshot) {
    JsonConfig unet = JsonConfig.read(snapshot.resolve("unet").resolve("config.json"));
    if (unet.isNullOrAbsent(SAMPLE_SIZE) || unet.isList(SAMPLE_SIZE)) {
      return OptionalInt.empty();
    }
    VaeConfig vae = VaeConfig.of(JsonConfig.read(snapshot.resolve("vae").resolve("config.json")));
    return OptionalInt.of(unet.positive(SAMPLE_SIZE) * vae.imageFactor());
  }
}
