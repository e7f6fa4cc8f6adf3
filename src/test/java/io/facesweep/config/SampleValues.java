package io.facesweep.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A valid value, other than the default, for every key of the trial block. */
public final class SampleValues {
  private static final Map<String, String> BY_KEY = new LinkedHashMap<>();

  static {
    BY_KEY.put("phases", "joint");
    BY_KEY.put("view-dependent-prompts", "false");
    for (String block : new String[] {"guidance", "geometry.guidance", "texture.guidance"}) {
      BY_KEY.put(block + ".scale", "7.5");
      BY_KEY.put(block + ".form", "conditional");
      BY_KEY.put(block + ".timestep", "uniform");
      BY_KEY.put(block + ".t-max", "0.9");
      BY_KEY.put(block + ".t-min", "0.1");
      BY_KEY.put(block + ".dreamtime.m1", "700");
      BY_KEY.put(block + ".dreamtime.m2", "400");
      BY_KEY.put(block + ".dreamtime.s1", "200");
      BY_KEY.put(block + ".dreamtime.s2", "250");
      BY_KEY.put(block + ".clip-norm", "5");
      BY_KEY.put(block + ".posterior", "mean");
      BY_KEY.put(block + ".negative-prompt", "blurry");
      BY_KEY.put(block + ".weighting", "uniform");
      BY_KEY.put(block + ".non-finite-limit", "3");
    }
    for (String block : new String[] {"geometry", "texture"}) {
      BY_KEY.put(block + ".steps", "500");
      BY_KEY.put(block + ".resolution", "256");
      BY_KEY.put(block + ".optimizer.kind", "adan");
      BY_KEY.put(block + ".optimizer.learning-rate", "0.01");
      BY_KEY.put(block + ".optimizer.weight-decay", "2e-5");
      BY_KEY.put(block + ".optimizer.betas", "[0.5, 0.6]");
      BY_KEY.put(block + ".optimizer.eps", "1e-6");
      BY_KEY.put(block + ".optimizer.max-grad-norm", "5");
      BY_KEY.put(block + ".optimizer.decay-factor", "0.5");
      BY_KEY.put(block + ".optimizer.decay-every", "50");
      BY_KEY.put(block + ".light.presets", "[1, 2]");
      BY_KEY.put(block + ".light.intensity", "0.5");
      BY_KEY.put("views." + block + ".preset", "full-turn");
      BY_KEY.put("views." + block + ".elevation", "{ min = 0, max = 5 }");
      BY_KEY.put("views." + block + ".azimuth", "[1, 2]");
      BY_KEY.put("views." + block + ".distance-offset", "[2]");
    }
    BY_KEY.put("geometry.light.mode", "ambient");
    BY_KEY.put("texture.light.mode", "presets");
    BY_KEY.put("geometry.l2-weight", "0.5");
    BY_KEY.put("geometry.coefficient-limit", "3");
    BY_KEY.put("geometry.coefficients", "[0.25, 1]");
    BY_KEY.put("geometry.render", "mix");
    BY_KEY.put("geometry.normal-probability", "0.25");
    BY_KEY.put("geometry.grey-albedo", "0.75");
    BY_KEY.put("geometry.encode-resolution", "256");
    BY_KEY.put("texture.latent-steps", "100");
    BY_KEY.put("texture.render-resolution", "256");
    BY_KEY.put("texture.init", "zeros");
    BY_KEY.put("texture.init-texture", "\"skin.png\"");
    BY_KEY.put("texture.depth-control", "true");
    BY_KEY.put("texture.depth-scale", "0.5");
    BY_KEY.put("texture.depth-convention", "far-bright");
    BY_KEY.put("texture.prior", "canny");
    BY_KEY.put("texture.prior-prompt", "\"a texture\"");
    BY_KEY.put("texture.prior-guidance-scale", "7.5");
    BY_KEY.put("texture.prior-weight", "0.5");
    BY_KEY.put("texture.prior-weight-start", "10");
    BY_KEY.put("texture.prior-schedule", "log");
    BY_KEY.put("texture.prior-control-scale", "0.5");
    BY_KEY.put("texture.prior-edges", "\"edges.png\"");
    BY_KEY.put("texture.prior-yuv", "true");
    BY_KEY.put("texture.prior-yuv-weight", "2");
    BY_KEY.put("texture.symmetry-weight", "1");
    BY_KEY.put("texture.smoothness-weight", "1");
    BY_KEY.put("texture.wrap", "true");
    BY_KEY.put("views.distance", "8");
    BY_KEY.put("views.fov", "20");
    BY_KEY.put("views.background", "0");
  }

  private SampleValues() {}

  /** HOCON for a key of the trial block. */
  public static String of(String key) {
    String value = BY_KEY.get(key);
    if (value == null) {
      throw new IllegalArgumentException("No sample value for key " + key);
    }
    return value;
  }

  /** HOCON by key, for every key of the trial block. */
  public static Map<String, String> all() {
    return BY_KEY;
  }
}
