package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * The geometry phase, keys {@code geometry.*}.
 *
 * @param steps from 1; default 200 (FaceG2E)
 * @param guidance score distillation of this phase: {@code guidance.*}, key by key replaced by
 *     {@code geometry.guidance.*}
 * @param optimizer of the coefficients
 * @param l2Weight weight of the sum of squares of the coefficients, from 0; default 0.01. In
 *     standard deviations.
 * @param coefficientLimit coefficients are clamped to [-limit, limit] standard deviations after
 *     each step; 0, the default, is off
 * @param coefficients where the coefficients start, in standard deviations; fewer than the face has
 *     are padded with 0; default empty, the mean face. For {@code phases = texture-only} the
 *     geometry itself.
 * @param render what the diffusion model sees; default {@code grey}
 * @param normalProbability probability of the normal map with {@code render = mix}, in [0, 1];
 *     default 0.5
 * @param greyAlbedo albedo of every vertex, in [0, 1]; default 0.5 (FaceG2E's code)
 * @param resolution side of the render in pixels, multiple of 8; default 224 (FaceG2E)
 * @param encodeResolution side that the render is resized to for the VAE, multiple of 8; default
 *     512 (FaceG2E)
 * @param light of the renders
 */
public record GeometrySettings(
    int steps,
    GuidanceSettings guidance,
    OptimizerSettings optimizer,
    double l2Weight,
    double coefficientLimit,
    List<Double> coefficients,
    GeometryRender render,
    double normalProbability,
    double greyAlbedo,
    int resolution,
    int encodeResolution,
    LightSettings light)
    implements Serializable {
  public GeometrySettings {
    coefficients = List.copyOf(coefficients);
  }
}
