package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.ParameterLayout;
import io.facesweep.train.Parameters;
import io.facesweep.weights.StateDict;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Gives a VAE's latents mean 0 and deviation 1 in each channel, by a change of its innermost two 1
 * x 1 convolutions that leaves decode(encode(x)) as it was. Then the scaling factor is 1.
 */
final class LatentNormalisation {
  private static final int IMAGES = 1024;
  private static final int PART = 64;
  private static final int CHANNELS = 4;

  private LatentNormalisation() {}

  /** Flat parameters with the change, from those of {@code parameters}' average. */
  static float[] apply(Parameters parameters, DemoData data, Path directory, Device device) {
    double[] sums = new double[CHANNELS];
    double[] squares = new double[CHANNELS];
    double count = 0;
    AutoencoderKL vae =
        AutoencoderKL.over(directory, StateDict.of(parameters.averaged("")), DType.FLOAT32, device);
    int images = Math.min(IMAGES, data.firstRenders());
    for (int begin = 0; begin < images; begin += PART) {
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        int[] indices = IntStream.range(begin, Math.min(images, begin + PART)).toArray();
        Tensor latents = vae.encode(data.renders(indices).to(device).mul(2).sub(1)).mean();
        float[] values = latents.toFloats();
        int plane = Math.toIntExact(latents.shape(2) * latents.shape(3));
        for (int i = 0; i < values.length; i++) {
          int channel = i / plane % CHANNELS;
          sums[channel] += values[i];
          squares[channel] += (double) values[i] * values[i];
        }
        count += (double) indices.length * plane;
      }
    }
    double[] mean = new double[CHANNELS];
    double[] deviation = new double[CHANNELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      mean[channel] = sums[channel] / count;
      double variance = squares[channel] / count - mean[channel] * mean[channel];
      deviation[channel] = Math.sqrt(Math.max(variance, 1e-12));
    }
    float[] values = parameters.average().toFloats();
    encode(values, parameters.layout(), mean, deviation);
    decode(values, parameters.layout(), mean, deviation);
    return values;
  }

  /** mean' = (mean - m) / d and log variance' = log variance - 2 log d. */
  private static void encode(
      float[] values, ParameterLayout layout, double[] mean, double[] deviation) {
    ParameterLayout.Slot weight = layout.slot("quant_conv.weight");
    int bias = Math.toIntExact(layout.slot("quant_conv.bias").offset());
    int inputs = Math.toIntExact(weight.shape()[1]);
    for (int channel = 0; channel < CHANNELS; channel++) {
      int row = Math.toIntExact(weight.offset()) + channel * inputs;
      for (int i = 0; i < inputs; i++) {
        values[row + i] = (float) (values[row + i] / deviation[channel]);
      }
      values[bias + channel] =
          (float) ((values[bias + channel] - mean[channel]) / deviation[channel]);
      values[bias + CHANNELS + channel] -= (float) (2 * Math.log(deviation[channel]));
    }
  }

  /** The decoder sees m + d latent. */
  private static void decode(
      float[] values, ParameterLayout layout, double[] mean, double[] deviation) {
    int weight = Math.toIntExact(layout.slot("post_quant_conv.weight").offset());
    int bias = Math.toIntExact(layout.slot("post_quant_conv.bias").offset());
    for (int out = 0; out < CHANNELS; out++) {
      for (int in = 0; in < CHANNELS; in++) {
        int at = weight + out * CHANNELS + in;
        values[bias + out] += (float) (values[at] * mean[in]);
        values[at] = (float) (values[at] * deviation[in]);
      }
    }
  }
}
