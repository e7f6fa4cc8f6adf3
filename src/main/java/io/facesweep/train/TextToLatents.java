package io.facesweep.train;

import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nets that turn text and noise into latents, used whole. */
public record TextToLatents(
    ClipTokenizer tokenizer,
    ClipTextModel textEncoder,
    UNet2DConditionModel unet,
    NoiseSchedule schedule) {

  /** A ControlNet and the images [N, 3, H, W] that it is given. */
  record Controlled(ControlNetModel net, Tensor images) {}

  /** Embeddings [N, 77, C]. */
  public Tensor embed(List<String> texts) {
    int length = tokenizer.contextLength();
    int[] ids = new int[texts.size() * length];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(tokenizer.encode(texts.get(i)), 0, ids, i * length, length);
    }
    return textEncoder.forward(Tensor.of(ids, texts.size(), length));
  }

  /** What the UNet predicts for noisy latents. */
  Tensor predict(
      Tensor noisy, long[] timesteps, Tensor embeddings, @Nullable Controlled controlled) {
    ControlResiduals residuals = null;
    if (controlled != null) {
      double[] scales = new double[timesteps.length];
      Arrays.fill(scales, 1);
      residuals =
          controlled.net().forward(noisy, timesteps, embeddings, controlled.images(), scales);
    }
    return unet.forward(noisy, timesteps, embeddings, residuals);
  }

  /** What the UNet should predict. */
  Tensor target(Tensor latents, Tensor noise, long[] timesteps) {
    return switch (schedule.predictionType()) {
      case EPSILON -> noise;
      case V_PREDICTION -> schedule.velocity(latents, noise, timesteps);
    };
  }

  /** Mean squared errors of the prediction, [N]. */
  public Tensor errors(
      Tensor latents,
      Tensor noise,
      long[] timesteps,
      Tensor embeddings,
      @Nullable Controlled controlled) {
    return TensorScope.compute(
        () -> {
          Tensor clean = latents.to(unet.device());
          Tensor eps = noise.like(clean);
          Tensor noisy = schedule.addNoise(clean, eps, timesteps);
          Tensor predicted = predict(noisy, timesteps, embeddings, controlled);
          return predicted.sub(target(clean, eps, timesteps)).square().mean(1, 2, 3);
        });
  }

  /**
   * Samples by DDIM (Song et al. 2021, arXiv 2010.02502) with classifier-free guidance.
   *
   * @return latents [N, C, side, side]
   */
  public Tensor sample(
      List<String> texts,
      RandomStream random,
      int side,
      int steps,
      double guidance,
      @Nullable Controlled controlled) {
    int count = texts.size();
    Tensor both =
        Tensor.cat(0, embed(Collections.nCopies(count, "")), embed(texts)); // [2 N, 77, C]
    int channels = unet.config().encoder().inChannels();
    Tensor latents = random.normal(count, channels, side, side).to(unet.device());
    int last = schedule.trainTimesteps() - 1;
    for (int i = 0; i < steps; i++) {
      long now = Math.round(last * (1 - (double) i / steps));
      long next = Math.round(last * (1 - (double) (i + 1) / steps));
      Tensor current = latents;
      latents =
          TensorScope.compute(
              () -> {
                long[] timesteps = new long[2 * count];
                Arrays.fill(timesteps, now);
                Tensor noisy = Tensor.cat(0, current, current);
                Tensor output = predict(noisy, timesteps, both, controlled);
                Tensor noise = schedule.epsilon(output, noisy, timesteps);
                Tensor without = noise.slice(0, 0, count);
                Tensor guided =
                    without.add(noise.slice(0, count, 2L * count).sub(without).mul(guidance));
                double a = schedule.alphasCumprod(now);
                double b = next == 0 ? 1 : schedule.alphasCumprod(next);
                Tensor clean = current.addScaled(guided, -Math.sqrt(1 - a)).div(Math.sqrt(a));
                return clean.mul(Math.sqrt(b)).addScaled(guided, Math.sqrt(1 - b));
              });
    }
    return latents;
  }
}
