package io.facesweep.train.demo;

import io.facesweep.tensor.RandomStream;
import io.facesweep.train.ControlExamples;
import io.facesweep.train.Split;
import io.facesweep.train.TextureEdges;
import java.util.ArrayList;
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
    return new Examples(
        latents.textures(indices), TextureEdges.of(data.textures(indices)), captions);
  }
}
