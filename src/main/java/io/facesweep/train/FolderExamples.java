package io.facesweep.train;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A user's textures, each time in other colours and mirrored half of the time, with the Canny edges
 * of what came of it; encoded as they are needed.
 */
final class FolderExamples implements ControlExamples {
  private static final double GAIN = 0.15;
  private static final double CHANNEL_GAIN = 0.05;
  private static final double GAMMA = 0.15;
  private static final int HELD_OUT = 4;

  private final TextureFolder folder;
  private final VaeCodec encoder;
  private final String prompt;

  FolderExamples(TextureFolder folder, AutoencoderKL vae, String prompt) {
    this.folder = folder;
    this.encoder = new VaeCodec(vae);
    this.prompt = prompt;
  }

  /** Where there are few, those to judge by are trained on too. */
  private int training() {
    return folder.count() >= 4 * HELD_OUT ? folder.count() - HELD_OUT : folder.count();
  }

  @Override
  public Examples draw(RandomStream random, int items) {
    SplittableRandom draw = random.scalars();
    int size = 3 * folder.side() * folder.side();
    float[] images = new float[items * size];
    for (int i = 0; i < items; i++) {
      float[] own = augmented(folder.texture(draw.nextInt(training())), draw);
      System.arraycopy(own, 0, images, i * size, size);
    }
    return examples(Tensor.of(images, items, 3, folder.side(), folder.side()));
  }

  @Override
  public Examples heldOut() {
    int count = Math.min(HELD_OUT, folder.count());
    int size = 3 * folder.side() * folder.side();
    float[] images = new float[count * size];
    for (int i = 0; i < count; i++) {
      float[] own = folder.texture(folder.count() - count + i);
      System.arraycopy(own, 0, images, i * size, size);
    }
    return examples(Tensor.of(images, count, 3, folder.side(), folder.side()));
  }

  private Examples examples(Tensor images) {
    try (GradMode off = GradMode.disabled()) {
      Tensor latents = TensorScope.compute(() -> encoder.mean(images));
      int count = Math.toIntExact(images.shape(0));
      List<String> captions = Collections.nCopies(count, prompt);
      return new Examples(latents, TextureEdges.of(images), captions);
    }
  }

  /** Gain, gamma and mirroring of [3, side, side], in place. */
  private float[] augmented(float[] image, SplittableRandom random) {
    int side = folder.side();
    double gain = 1 + GAIN * (2 * random.nextDouble() - 1);
    double gamma = Math.exp(GAMMA * (2 * random.nextDouble() - 1));
    for (int channel = 0; channel < 3; channel++) {
      double own = gain * (1 + CHANNEL_GAIN * (2 * random.nextDouble() - 1));
      for (int i = channel * side * side; i < (channel + 1) * side * side; i++) {
        image[i] = (float) Math.min(1, own * Math.pow(image[i], gamma));
      }
    }
    if (random.nextBoolean()) {
      for (int row = 0; row < 3 * side; row++) {
        for (int column = 0; column < side / 2; column++) {
          int left = row * side + column;
          int right = row * side + side - 1 - column;
          float other = image[left];
          image[left] = image[right];
          image[right] = other;
        }
      }
    }
    return image;
  }
}
