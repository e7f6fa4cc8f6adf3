package io.facesweep.render;

import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;

/**
 * Blends colours across silhouettes by how much of a pixel each side covers, which is what lets an
 * image's gradient move a silhouette.
 *
 * <p>Source: Laine et al. 2020, arXiv 2011.03277, section 3.5. Where an edge passes between two
 * pixel centres at the distance d in [0, 1] from the inner one, the inner colour reaches d - 1/2
 * into the outer pixel, or, when that is negative, the outer colour 1/2 - d into the inner pixel. d
 * is a differentiable function of the edge's two vertices.
 */
final class Antialiasing {
  private final long pairs;
  private final Tensor delta;
  private final Tensor nearPositions;
  private final Tensor farPositions;
  private final Tensor targetPositions;
  private final Tensor viewOffsets;

  /**
   * @param clip (x, y, w) of all views' vertices, [3, N * V]
   */
  Antialiasing(Silhouettes silhouettes, Tensor clip, int height, int width) {
    int count = silhouettes.count();
    this.pairs = count;
    long imageSize = (long) height * width;
    long[] near = silhouettes.nearPixels();
    long[] far = silhouettes.farPixels();
    float[] crossings = silhouettes.crossings();
    int[] views = silhouettes.views();
    float[] verticals = silhouettes.vertical();
    long[] targets = new long[count];
    long[] offsets = new long[count];
    float[] geometry = new float[4 * count]; // vertical, line, centre, forward
    System.arraycopy(verticals, 0, geometry, 0, count);
    for (int i = 0; i < count; i++) {
      targets[i] = crossings[i] > 0.5f ? far[i] : near[i];
      offsets[i] = views[i] * imageSize;
      boolean vertical = verticals[i] == 1;
      geometry[count + i] = (vertical ? near[i] % width : near[i] / width) + 0.5f;
      geometry[2 * count + i] = (vertical ? near[i] / width : near[i] % width) + 0.5f;
      geometry[3 * count + i] = far[i] > near[i] ? 1 : -1;
    }
    float halfWidth = 0.5f * width;
    float halfHeight = 0.5f * height;
    HostArrays.There there =
        new HostArrays()
            .add(near, count)
            .add(far, count)
            .add(targets, count)
            .add(offsets, count)
            .add(silhouettes.edgeVertices(), 2L * count)
            .add(new float[] {halfWidth, -halfHeight, halfWidth, halfHeight}, 2, 2, 1, 1)
            .add(geometry, 4, count)
            .to(clip.device());
    this.nearPositions = there.wholes().get(0);
    this.farPositions = there.wholes().get(1);
    this.targetPositions = there.wholes().get(2);
    this.viewOffsets = there.wholes().get(3);
    this.delta =
        MeshOperators.silhouetteCrossings(
            clip,
            there.wholes().get(4),
            there.floats().get(0).to(clip.dtype()),
            there.floats().get(1).to(clip.dtype()));
  }

  /** Blends an image [N, C, H * W]; gradients flow to it and to the vertices. */
  Tensor apply(Tensor image) {
    if (pairs == 0) {
      return image;
    }
    return MeshOperators.blendSilhouettes(
        image, delta, nearPositions, farPositions, targetPositions, viewOffsets);
  }
}
