package io.facesweep.train;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scaled latents of a folder's textures and of their mirror images: the means of the VAE's
 * distributions, each encoded alone when it is first asked for, and kept. The last ones are held
 * out. Threads may share it.
 */
final class TextureLatents {
  private static final int MAX_HELD_OUT = 24;
  private static final int SHARE = 8;

  /** With fewer textures, those to judge by are trained on too. */
  private static final int FEW = 16;

  private static final int FEW_HELD_OUT = 4;

  private final TextureFolder folder;
  private final TextureColours colours;
  private final VaeCodec encoder;
  private final Map<Integer, float[]> known = new ConcurrentHashMap<>();
  private final long channels;

  TextureLatents(TextureFolder folder, TextureColours colours, AutoencoderKL vae) {
    this.folder = folder;
    this.colours = colours;
    this.encoder = new VaeCodec(vae);
    this.channels = vae.config().latentChannels();
  }

  int heldOutCount() {
    return folder.count() < FEW
        ? Math.min(FEW_HELD_OUT, folder.count())
        : Math.min(MAX_HELD_OUT, folder.count() / SHARE);
  }

  private int trainedCount() {
    return folder.count() < FEW ? folder.count() : folder.count() - heldOutCount();
  }

  /** Side of the latents. */
  int side() {
    return folder.side() / encoder.factor();
  }

  /** Some of those that are trained on, mirrored half of the time: [N, C, h, w]. */
  Tensor draw(SplittableRandom random, int items) {
    List<float[]> drawn = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      drawn.add(latents(2 * random.nextInt(trainedCount()) + (random.nextBoolean() ? 1 : 0)));
    }
    return stacked(drawn);
  }

  /** One of those that are held out: [1, C, h, w]. */
  Tensor heldOut(int index) {
    return stacked(List.of(latents(2 * (folder.count() - heldOutCount() + index))));
  }

  private Tensor stacked(List<float[]> items) {
    int size = items.get(0).length;
    float[] all = new float[items.size() * size];
    for (int i = 0; i < items.size(); i++) {
      System.arraycopy(items.get(i), 0, all, i * size, size);
    }
    return Tensor.of(all, items.size(), channels, side(), side());
  }

  /** Even keys are textures, odd ones their mirror images. */
  private float[] latents(int key) {
    return known.computeIfAbsent(
        key,
        k -> {
          try (TensorScope scope = TensorScope.open();
              GradMode off = GradMode.disabled()) {
            Tensor image = Tensor.of(folder.texture(k / 2), 1, 3, folder.side(), folder.side());
            Tensor seen = colours.toCodec(k % 2 == 0 ? image : image.flip(3));
            return encoder.mean(seen).toFloats();
          }
        });
  }
}
