package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.LatentDistribution;
import io.facesweep.face.FaceModel;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;

/**
 * What the VAE is trained by: absolute, squared and gradient differences, the last at three scales,
 * colour counted apart from brightness, eyes and lips of textures more than the rest, and a small
 * Kullback-Leibler term (Rombach et al. 2022, arXiv 2112.10752, without the discriminator).
 */
final class VaeLoss {
  private static final double KL_WEIGHT = 3e-4;
  private static final double HEAD_WEIGHT = 5;
  private static final double DETAIL_WEIGHT = 12;
  private static final double BACKGROUND_WEIGHT = 0.7;
  private static final double EDGE_WEIGHT = 0.4;
  private static final double COARSE_WEIGHT = 2;
  private static final int[] EDGE_STEPS = {1, 2, 4};
  private static final float TEXTURE_WEIGHT = 1.5f;
  private static final float FEATURE_WEIGHT = 4;
  private static final float[] LUMINANCE = {0.3f, 0.59f, 0.11f};

  private final int side;
  private final float[] textureWeights;

  /**
   * @param side of pictures and textures
   */
  VaeLoss(FaceModel face, int side) {
    this.side = side;
    HeadChart chart = HeadChart.of(face, side);
    float[] eyes = chart.region("eyes");
    float[] lips = chart.region("lips");
    this.textureWeights = new float[side * side];
    for (int i = 0; i < textureWeights.length; i++) {
      textureWeights[i] = TEXTURE_WEIGHT + FEATURE_WEIGHT * Math.max(eyes[i], lips[i]);
    }
  }

  /**
   * The loss of some pictures.
   *
   * @param images [R + T, 3, side, side] in [-1, 1]: renders, then textures
   * @param heads [R, 1, side, side], 1 where a render shows the head, else 0
   * @param noise standard normal, of the latents' shape
   * @return a scalar
   */
  Tensor of(AutoencoderKL vae, Tensor images, Tensor heads, Tensor noise) {
    Tensor weights;
    try (GradMode off = GradMode.disabled()) {
      weights = weights(images, heads);
    }
    LatentDistribution latents = vae.encode(images);
    Tensor sampled = latents.sample(noise);
    Tensor error = vae.decode(sampled).sub(images);
    Tensor brightness = error.mul(Tensor.of(LUMINANCE, 1, 3, 1, 1).like(error)).sumKeep(1);
    Tensor colour = error.sub(brightness);
    Tensor plain = error.abs().mul(weights).mean();
    Tensor squared = error.square().mul(weights).mean();
    Tensor colours = colour.abs().mul(weights).mean();
    Tensor kl =
        latents
            .mean()
            .square()
            .add(latents.logVariance().exp())
            .sub(1)
            .sub(latents.logVariance())
            .mean()
            .mul(0.5);
    return plain
        .add(squared.mul(2))
        .add(colours.mul(2))
        .add(edges(error, weights).mul(EDGE_WEIGHT))
        .add(coarse(vae, sampled, images).mul(COARSE_WEIGHT))
        .add(kl.mul(KL_WEIGHT));
  }

  /**
   * How far the picture of latents of half the side is from the picture of half the side (EQ-VAE,
   * Kouzelis et al. 2025, arXiv 2502.09509, its scaling by a half alone).
   */
  private static Tensor coarse(AutoencoderKL vae, Tensor latents, Tensor images) {
    return vae.decode(Functional.averagePool(latents, 2))
        .sub(Functional.averagePool(images, 2))
        .abs()
        .mean();
  }

  /**
   * Heads count more than what is behind them, eyes and lips more than cheeks: [N, 1, side, side].
   */
  private Tensor weights(Tensor images, Tensor heads) {
    int textures = Math.toIntExact(images.shape(0) - heads.shape(0));
    int size = side * side;
    float[] values = new float[textures * size];
    for (int i = 0; i < textures; i++) {
      System.arraycopy(textureWeights, 0, values, i * size, size);
    }
    Tensor inside =
        heads
            .minimum(heads.roll(1, 2))
            .minimum(heads.roll(-1, 2))
            .minimum(heads.roll(1, 3))
            .minimum(heads.roll(-1, 3));
    Tensor all = Tensor.cat(0, inside, Tensor.ones(textures, 1, side, side).like(heads));
    return Tensor.cat(
            0,
            heads.mul(HEAD_WEIGHT - BACKGROUND_WEIGHT).add(BACKGROUND_WEIGHT),
            Tensor.of(values, textures, 1, side, side).like(heads))
        .add(detail(images).mul(all).mul(DETAIL_WEIGHT));
  }

  /** How much each pixel differs from its neighbours: [N, 1, H, W]. */
  private static Tensor detail(Tensor images) {
    Tensor around =
        images
            .roll(1, 2)
            .add(images.roll(-1, 2))
            .add(images.roll(1, 3))
            .add(images.roll(-1, 3))
            .mul(0.25);
    return images.sub(around).abs().meanKeep(1);
  }

  /** Differences of the error between pixels at some steps, the farther the less. */
  private static Tensor edges(Tensor error, Tensor weights) {
    Tensor sum = Tensor.zeros().to(error.device());
    for (int step : EDGE_STEPS) {
      if (step < error.shape(2)) {
        Tensor both = difference(error, weights, 2, step).add(difference(error, weights, 3, step));
        sum = sum.addScaled(both, 1.0 / step);
      }
    }
    return sum;
  }

  private static Tensor difference(Tensor error, Tensor weights, int axis, int step) {
    long size = error.shape(axis);
    return error
        .slice(axis, step, size)
        .sub(error.slice(axis, 0, size - step))
        .abs()
        .mul(weights.slice(axis, step, size))
        .mean();
  }
}
