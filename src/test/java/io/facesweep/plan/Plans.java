package io.facesweep.plan;

import io.facesweep.config.SweepConfig;
import java.util.Map;

/** Configurations and plans for tests. */
final class Plans {
  static final Fingerprints FINGERPRINTS =
      new Fingerprints(
          "checkpoint-1",
          "face-1",
          "depth-1",
          "canny-1",
          "unet-1",
          "yuv-1",
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
