package io.facesweep.synthesis;

import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Small heads and trials for tests. */
final class Toys {
  private Toys() {}

  /** A textured ball whose components make it wider, taller and longer-nosed. */
  static FaceModel ball() {
    int rings = 16;
    int columns = 24;
    int count = (rings + 1) * (columns + 1);
    float[] vertices = new float[3 * count];
    float[] uvs = new float[2 * count];
    float[] wide = new float[3 * count];
    float[] tall = new float[3 * count];
    float[] nose = new float[3 * count];
    float[] scalp = new float[count];
    float[] eyes = new float[count];
    for (int r = 0; r <= rings; r++) {
      for (int c = 0; c <= columns; c++) {
        int v = r * (columns + 1) + c;
        double polar = Math.PI * r / rings;
        double turn = 2 * Math.PI * c / columns - Math.PI;
        double x = Math.sin(polar) * Math.sin(turn);
        double y = Math.cos(polar);
        double z = Math.sin(polar) * Math.cos(turn);
        vertices[3 * v] = (float) (0.8 * x);
        vertices[3 * v + 1] = (float) y;
        vertices[3 * v + 2] = (float) (0.8 * z);
        uvs[2 * v] = (float) c / columns;
        uvs[2 * v + 1] = 1 - (float) r / rings;
        scalp[v] = r <= 5 ? 1 : 0;
        eyes[v] = r == 6 || r == 7 ? 1 : 0;
        wide[3 * v] = (float) (0.1 * x);
        tall[3 * v + 1] = (float) (0.1 * y);
        nose[3 * v + 2] = (float) (0.2 * Math.exp(-12 * (x * x + y * y)) * (z > 0 ? 1 : 0));
      }
    }
    int[] faces = new int[6 * rings * columns];
    int at = 0;
    for (int r = 0; r < rings; r++) {
      for (int c = 0; c < columns; c++) {
        int a = r * (columns + 1) + c;
        int below = a + columns + 1;
        for (int index : new int[] {a, below, a + 1, a + 1, below, below + 1}) {
          faces[at++] = index;
        }
      }
    }
    FaceModel.Builder builder =
        FaceModel.builder("test:ball", new TriangleMesh(vertices, faces, uvs, faces.clone()));
    for (int k = 0; k < 68; k++) { // lines all over its front
      builder.landmark("ibug-%02d".formatted(k), (5 + k / 9) * (columns + 1) + 8 + k % 9);
    }
    return builder
        .identity("wide", wide)
        .identity("tall", tall)
        .identity("nose", nose)
        .region("scalp", scalp)
        .region("eyes", eyes)
        .build();
  }

  /** A trial with these settings on top of small, plain ones. */
  static TrialSpec trial(String id, long seed, String settings) {
    return new TrialSpec(id, "a face", seed, TrialValues.settings(SMALL + settings));
  }

  /** A result that says no more than a gradient [K, ...] without values that are not finite. */
  static DistillationResult result(DistillationQuery query, Tensor gradient) {
    return result(query, gradient, new long[query.timesteps().length]);
  }

  /** The same with a count of values that are not finite for each item. */
  static DistillationResult result(DistillationQuery query, Tensor gradient, long[] nonFinite) {
    return new DistillationResult(
        gradient,
        ItemValues.norms(gradient),
        nonFinite,
        new DistillationResult.Origin(
            query.latents(), List.of(), gradient, new double[nonFinite.length]));
  }

  static SynthesisModels models(ScoreDistillation score, LatentCodec codec, FaceModel face) {
    return new SynthesisModels(score, codec, face, Device.CPU);
  }

  /** Models with a texture UNet and its YUV twin. */
  static SynthesisModels models(
      ScoreDistillation diffusion, ScoreDistillation unet, ScoreDistillation twin, FaceModel face) {
    return models(diffusion, unet, twin, new ToyCodec(1), face);
  }

  /** Models with a texture UNet and its YUV twin. */
  static SynthesisModels models(
      ScoreDistillation diffusion,
      ScoreDistillation unet,
      ScoreDistillation twin,
      LatentCodec codec,
      FaceModel face) {
    return new SynthesisModels(
        Map.of(
            ModelRole.DIFFUSION, diffusion,
            ModelRole.TEXTURE_UNET, unet,
            ModelRole.TEXTURE_UNET_YUV, twin),
        codec,
        face,
        Device.CPU);
  }

  private static final String SMALL =
      """
      views { background = 0, distance = 10 }
      views.geometry { preset = custom, elevation = [0], azimuth = [0, 90] }
      views.texture { preset = custom, elevation = [0], azimuth = [0, 90, 180] }
      guidance.posterior = mean
      guidance.timestep = uniform
      geometry { steps = 40, resolution = 32, encode-resolution = 32, l2-weight = 0, light.presets = [6] }
      texture { steps = 20, latent-steps = 10, resolution = 32, render-resolution = 32, init = zeros }
      """;
}
