package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Map;

/**
 * A denoiser that believes that an image of a text has one brightness: with abar = 1/2 its squared
 * error is exactly the mean squared distance of the image from that brightness.
 */
final class AnalyticDenoiser implements Denoiser {
  private static final double SHARE = Math.sqrt(0.5);

  private final Map<String, Double> brightness;
  private final double otherwise;
  int asked;
  int largest;

  AnalyticDenoiser(Map<String, Double> brightness, double otherwise) {
    this.brightness = brightness;
    this.otherwise = otherwise;
  }

  @Override
  public int timesteps() {
    return 1000;
  }

  @Override
  public Tensor encode(Tensor images) {
    return images;
  }

  @Override
  public double[] errors(Tensor latents, Tensor noise, long[] timesteps, List<String> texts) {
    asked += texts.size();
    largest = Math.max(largest, texts.size());
    double[] errors = new double[texts.size()];
    try (TensorScope scope = TensorScope.open()) {
      Tensor noisy = latents.mul(SHARE).add(noise.mul(SHARE));
      for (int i = 0; i < errors.length; i++) {
        double target = brightness.getOrDefault(texts.get(i), otherwise);
        Tensor predicted = noisy.select(0, i).sub(SHARE * target).div(SHARE);
        errors[i] = predicted.sub(noise.select(0, i)).square().mean().item();
      }
    }
    return errors;
  }
}
