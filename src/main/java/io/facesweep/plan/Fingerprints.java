package io.facesweep.plan;

import io.facesweep.settings.ModelSettings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
    Map<String, String> files)
    implements Serializable {
  private static final int SHORT = 12;

  public Fingerprints {
    files = Map.copyOf(files);
  }

  /** The key of the first model that is another one there; for people. */
  public String difference(Fingerprints other) {
    if (!checkpoint.equals(other.checkpoint)) {
      return "models.diffusion";
    } else if (!face.equals(other.face)) {
      return "models.face";
    } else if (!Objects.equals(depthControlnet, other.depthControlnet)) {
      return "models.depth-controlnet";
    } else if (!Objects.equals(textureControlnet, other.textureControlnet)) {
      return "models.texture-controlnet";
    } else if (!Objects.equals(textureUnet, other.textureUnet)) {
      return "models.texture-unet";
    } else if (!Objects.equals(textureUnetYuv, other.textureUnetYuv)) {
      return "models.texture-unet-yuv";
    }
    return "an image that the trial settings name";
  }

  /** Names the models with the first digits of what they contain, in one line for people. */
  public String summary() {
    Map<String, @Nullable String> models = new LinkedHashMap<>();
    models.put("diffusion", checkpoint);
    models.put("face", face);
    models.put("depth-controlnet", depthControlnet);
    models.put("texture-controlnet", textureControlnet);
    models.put("texture-unet", textureUnet);
    models.put("texture-unet-yuv", textureUnetYuv);
    return models.entrySet().stream()
        .filter(model -> model.getValue() != null)
        .map(model -> model.getKey() + " " + shortened(model.getValue()))
        .collect(Collectors.joining(", ", "Models: ", ""));
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /**
   * Names in the place of contents: plans made of them have the trials and the counts of the sweep,
   * but not its ids.
   */
  public static Fingerprints unread(ModelSettings models) {
    return new Fingerprints(
        models.diffusion(),
        models.face(),
        models.depthControlnet(),
        models.textureControlnet(),
        models.textureUnet(),
        models.textureUnetYuv(),
        Map.of());
  }

  /** What identifies an image that a setting names. */
  String file(String name) {
    return files.getOrDefault(name, name);
  }
}
