package io.facesweep.plan;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.ModelRole;
import java.util.List;
import java.util.Map;

/** Configurations and plans for tests. */
final class Plans {
  static final Fingerprints FINGERPRINTS =
      fingerprints(
          Map.of(
              ModelRole.DIFFUSION, "checkpoint-1",
              ModelRole.FACE, "face-1",
              ModelRole.DEPTH_CONTROLNET, "depth-1",
              ModelRole.TEXTURE_CONTROLNET, "canny-1",
              ModelRole.TEXTURE_UNET, "unet-1",
              ModelRole.TEXTURE_UNET_YUV, "yuv-1"),
          Map.of("skin.png", "file-1"));

  private static final String HEAD =
      """
sweep { name = tiny, prompts = ["a head"] }
models {
  diffusion = d, depth-controlnet = c, texture-controlnet = t, texture-unet = u, texture-unet-yuv = y
}
output.uri = out
""";

  private Plans() {}

  /** Fingerprints of the models that the configurations name. */
  static Fingerprints fingerprints(Map<ModelRole, String> models, Map<String, String> files) {
    return Fingerprints.of(List.of(config("").models()), (role, place) -> models.get(role), files);
  }

  /** The usual fingerprints, but for one model. */
  static Fingerprints fingerprints(ModelRole role, String fingerprint) {
    return Fingerprints.of(
        List.of(config("").models()),
        (each, place) -> each == role ? fingerprint : FINGERPRINTS.models().get(each).get(place),
        FINGERPRINTS.files());
  }

  static SweepConfig config(String hocon) {
    return SweepConfig.parse(HEAD + hocon);
  }

  static SweepPlan plan(String hocon) {
    return SweepPlanner.plan(config(hocon), FINGERPRINTS);
  }

  /** The only trial of a sweep with these settings in its {@code trial} block. */
  static Trial trial(String settings) {
    return plan("trial {\n" + settings + "\n}").trials().get(0);
  }
}
