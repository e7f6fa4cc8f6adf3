package io.facesweep.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files behind a sweep contain, as hashes: a stage computed from other weights is another
 * stage.
 *
 * @param checkpoint of {@code models.diffusion}
 * @param face of {@code models.face}
 * @param depthControlnet of {@code models.depth-controlnet}; null where there is none
 * @param textureControlnet of {@code models.texture-controlnet}; null where there is none
 * @param textureUnet of {@code models.texture-unet}; null where there is none
 * @param textureUnetYuv of {@code models.texture-unet-yuv}; null where there is none
 * @param files of the images that settings name ({@code texture.init-texture}, {@code
 *     texture.prior-edges}), by the name that stands in the settings; the name itself counts for
 *     one that is not here, as for {@code builtin:skin}
 */
public record Fingerprints(
    String checkpoint,
    String face,
    @Nullable String depthControlnet,
    @Nullable String textureControlnet,
    @Nullable String textureUnet,
    @Nullable String textureUnetYuv,
    Map<String, String> files) {
  public Fingerprints {
    files = Map.copyOf(files);
  }

  /** What identifies an image that a setting names. */
  String file(String name) {
    return files.getOrDefault(name, name);
  }
}
