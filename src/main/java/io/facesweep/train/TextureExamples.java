package io.facesweep.train;

import io.facesweep.render.CannyEdges;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The demo's textures and their Canny edges. */
final class TextureExamples implements ControlExamples {
  private static final int HELD_OUT = 48;

  private final DemoData data;
  private final LatentData latents;
  private final Split split;

  TextureExamples(DemoData data, LatentData latents) {
    this.data = data;
    this.latents = latents;
    this.split = Split.of("textures", data.textureCount(), HELD_OUT);
  }

  @Override
  public Examples draw(RandomStream random, int items) {
    SplittableRandom draw = random.scalars();
    int[] chosen = IntStream.range(0, items).map(i -> draw.nextInt(split.trained())).toArray();
    return examples(chosen, draw);
  }

  @Override
  public Examples heldOut() {
    return examples(split.keptIndices(), new SplittableRandom(0));
  }

  private Examples examples(int[] indices, SplittableRandom random) {
    List<String> captions = new ArrayList<>();
    for (int index : indices) {
      captions.add(Captions.ofTexture(data.texture(index).person(), random));
    }
    return new Examples(latents.textures(indices), edges(data.textures(indices)), captions);
  }

  /** Canny edges of images [N, 3, H, W] in [0, 1], in three equal channels. */
  static Tensor edges(Tensor images) {
    int count = Math.toIntExact(images.shape(0));
    int height = Math.toIntExact(images.shape(2));
    int width = Math.toIntExact(images.shape(3));
    float[] values = images.toFloats();
    float[] all = new float[count * height * width];
    int size = 3 * height * width;
    for (int n = 0; n < count; n++) {
      float[] own = Arrays.copyOfRange(values, n * size, (n + 1) * size);
      float[] edges = CannyEdges.REFERENCE.detect(CannyEdges.luminance(own), height, width);
      System.arraycopy(edges, 0, all, n * edges.length, edges.length);
    }
    return Tensor.of(all, count, 1, height, width).repeat(1, 3, 1, 1);
  }
}
