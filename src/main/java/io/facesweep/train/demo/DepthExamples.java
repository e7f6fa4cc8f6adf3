package io.facesweep.train.demo;

import io.facesweep.tensor.RandomStream;
import io.facesweep.train.ControlExamples;
import io.facesweep.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Coloured renders and their depth, as the texture phase shows it. */
final class DepthExamples implements ControlExamples {
  private static final int HELD_OUT = 48;

  private final DemoData data;
  private final LatentData latents;
  private final int[] coloured;
  private final Split split;

  DepthExamples(DemoData data, LatentData latents) {
    this.data = data;
    this.latents = latents;
    this.coloured =
        IntStream.range(0, data.renderCount()).filter(i -> !data.item(i).clay()).toArray();
    this.split = Split.of("renders that are coloured", coloured.length, HELD_OUT);
  }

  @Override
  public Examples draw(RandomStream random, int items) {
    SplittableRandom draw = random.scalars();
    int[] chosen =
        IntStream.range(0, items).map(i -> coloured[draw.nextInt(split.trained())]).toArray();
    return examples(chosen, draw);
  }

  @Override
  public Examples heldOut() {
    int[] last = Arrays.stream(split.keptIndices()).map(i -> coloured[i]).toArray();
    return examples(last, new SplittableRandom(0));
  }

  private Examples examples(int[] indices, SplittableRandom random) {
    List<String> captions = new ArrayList<>();
    for (int index : indices) {
      captions.add(data.item(index).caption(random));
    }
    return new Examples(latents.renders(indices), data.depths(indices), captions);
  }
}
