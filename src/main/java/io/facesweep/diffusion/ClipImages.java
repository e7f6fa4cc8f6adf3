package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How images are made ready for CLIP's image tower (transformers, {@code CLIPImageProcessor}): a
 * bicubic resize of the shorter side with a low-pass filter, the middle square, and a mean and a
 * standard deviation for each channel. Unlike there, pixels are not rounded to 8 bits on the way.
 *
 * @param side of the result, pixels
 * @param mean of each channel
 * @param deviation of each channel
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ClipImages(int side, double[] mean, double[] deviation) {
  /** OpenAI's. */
  private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};

  private static final double[] DEVIATION = {0.26862954, 0.26130258, 0.27577711};

  /** Reads preprocessor_config.json; where there is none, OpenAI's numbers hold. */
  static ClipImages of(Path directory, int side) {
    Path file = directory.resolve("preprocessor_config.json");
    if (!Files.exists(file)) {
      return new ClipImages(side, MEAN, DEVIATION);
    }
    JsonConfig config = JsonConfig.read(file);
    return new ClipImages(
        side, channels(config, "image_mean", MEAN), channels(config, "image_std", DEVIATION));
  }

  private static double[] channels(JsonConfig config, String key, double[] absent) {
    if (config.isNullOrAbsent(key)) {
      return absent;
    }
    double[] values = config.numbers(key);
    if (values.length != 3) {
      throw config.problem(key, "three numbers");
    }
    return values;
  }

  /**
   * @param images [N, 3, H, W] in [0, 1]
   * @return [N, 3, side, side]
   */
  Tensor prepare(Tensor images) {
    return TensorScope.compute(
        () -> {
          Tensor square = middle(resized(images));
          return square.sub(column(mean, square)).div(column(deviation, square));
        });
  }

  private Tensor resized(Tensor images) {
    long height = images.shape(2);
    long width = images.shape(3);
    long shorter = Math.min(height, width);
    if (shorter == side) {
      return images;
    }
    long newWidth = side * width / shorter;
    // Across and then down, and no pass leaves the range, as Pillow does it.
    Tensor across = Functional.resizeBicubic(images, height, newWidth).clamp(0, 1);
    return Functional.resizeBicubic(across, side * height / shorter, newWidth).clamp(0, 1);
  }

  private Tensor middle(Tensor images) {
    long top = (images.shape(2) - side) / 2;
    long left = (images.shape(3) - side) / 2;
    return images.slice(2, top, top + side).slice(3, left, left + side);
  }

  private static Tensor column(double[] values, Tensor like) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(floats, 1, floats.length, 1, 1).like(like);
  }
}
