package io.facesweep.plan;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.ModelRole;
import java.util.Map;

/** Configurations and plans for tests. */
final class Plans {
  private static final Map<ModelRole, String> MODELS =
      Map.ofEntries(
          Map.entry(ModelRole.DIFFUSION, "checkpoint-1"),
          Map.entry(ModelRole.FACE, "face-1"),
          Map.entry(ModelRole.DEPTH_CONTROLNET, "depth-1"),
          Map.entry(ModelRole.TEXTURE_CONTROLNET, "canny-1"),
          Map.entry(ModelRole.NORMAL_CONTROLNET, "normal-1"),
          Map.entry(ModelRole.LANDMARK_CONTROLNET, "landmark-1"),
          Map.entry(ModelRole.CANNY_CONTROLNET, "edges-1"),
          Map.entry(ModelRole.TEXTURE_UNET, "unet-1"),
          Map.entry(ModelRole.TEXTURE_UNET_YUV, "yuv-1"),
          Map.entry(ModelRole.GEOMETRY_DIFFUSION, "checkpoint-2"));
  private static final Map<String, String> FILES = Map.of("skin.png", "file-1");

  private static final String HEAD =
      """
sweep { name = tiny, prompts = ["a head"] }
models {
  diffusion = d, depth-controlnet = c, texture-controlnet = t, texture-unet = u, texture-unet-yuv = y
  normal-controlnet = n, landmark-controlnet = l, canny-controlnet = e
}
output.uri = out
""";

  private Plans() {}

  /** The usual fingerprints, wherever a configuration has its models. */
  static Fingerprints fingerprints(SweepConfig config) {
    return Fingerprints.of(config.modelSets(), (role, place) -> MODELS.get(role), FILES);
  }

  /** The usual fingerprints, but for one model. */
  static Fingerprints fingerprints(ModelRole other, String fingerprint) {
    return Fingerprints.of(
        config("").modelSets(),
        (role, place) -> role == other ? fingerprint : MODELS.get(role),
        FILES);
  }

  static SweepConfig config(String hocon) {
    return SweepConfig.parse(HEAD + hocon);
  }

  static SweepPlan plan(String hocon) {
    SweepConfig config = config(hocon);
    return SweepPlanner.plan(config, fingerprints(config));
  }

  /** The only trial of a sweep with these settings in its {@code trial} block. */
  static Trial trial(String settings) {
    return plan("trial {\n" + settings + "\n}").trials().get(0);
  }
}
