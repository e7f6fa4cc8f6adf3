package io.facesweep.metrics;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a diffusion model about some images with noise that is held out and the same for every text
 * and every trial, so that differences between texts are not noise. For one thread, within one
 * scope.
 *
 * <p>A lower error of the noise prediction stands for a likelier text: "Your Diffusion Model is
 * Secretly a Zero-Shot Classifier" (Li et al. 2023, arXiv 2303.16203, equation 5), here with few
 * fixed timesteps.
 */
public final class DenoisingProbe {
  private static final double[] FRACTIONS = {0.3, 0.5, 0.7};
  private static final int DRAWS = 2;
  private static final long SEED = 0;

  private final Denoiser denoiser;
  private final Tensor latents;
  private final int images;
  private final Map<String, double[]> known = new HashMap<>();

  /**
   * @param images [N, 3, H, W] in [0, 1]
   */
  public DenoisingProbe(Denoiser denoiser, Tensor images) {
    this.denoiser = denoiser;
    this.latents = denoiser.encode(images);
    this.images = Math.toIntExact(images.shape(0));
  }

  /**
   * Mean squared error of the predicted noise of each image, over timesteps and draws.
   *
   * @param text the prompt of all images
   * @return [N]; not a copy
   */
  public double[] errors(String text) {
    return known.computeIfAbsent(text, missing -> errors(Collections.nCopies(images, missing)));
  }

  /**
   * The same with a prompt of its own for each image.
   *
   * @param texts as many as there are images
   * @throws IllegalArgumentException if there are more or fewer
   */
  public double[] errors(List<String> texts) {
    if (texts.size() != images) {
      throw new IllegalArgumentException(
          "Invalid prompts: %d for %d images".formatted(texts.size(), images));
    }
    double[] sums = new double[images];
    for (int draw = 0; draw < DRAWS; draw++) {
      add(texts, draw, sums);
    }
    for (int i = 0; i < images; i++) {
      sums[i] /= DRAWS * FRACTIONS.length;
    }
    return sums;
  }

  /** The mean of {@link #errors(String)} over the images. */
  public double error(String text) {
    double sum = 0;
    for (double error : errors(text)) {
      sum += error;
    }
    return sum / images;
  }

  private void add(List<String> texts, int draw, double[] sums) {
    try (TensorScope scope = TensorScope.open()) {
      int count = images * FRACTIONS.length;
      long[] timesteps = new long[count];
      List<Tensor> repeated = new ArrayList<>();
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        timesteps[i] = Math.round(FRACTIONS[i / images] * (denoiser.timesteps() - 1));
        if (i % images == 0) {
          repeated.add(latents);
          asked.addAll(texts);
        }
      }
      Tensor clean = Tensor.cat(0, repeated); // [images * fractions, C, h, w]
      Tensor noise = RandomStream.of("metrics", SEED).child(draw).normal(clean.shape());
      double[] errors = denoiser.errors(clean, noise, timesteps, asked);
      for (int i = 0; i < count; i++) {
        sums[i % images] += errors[i];
      }
    }
  }
}
