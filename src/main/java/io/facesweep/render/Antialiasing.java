package io.facesweep.render;

import io.facesweep.tensor.Device;
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
  private final long imageSize;
  private final Tensor delta;
  private final Tensor nearPositions;
  private final Tensor farPositions;
  private final Tensor targetPositions;
  private final Tensor viewOffsets;

  /**
   * @param clip (x, y, w) of all views' vertices, [3, N * V]
   */
  Antialiasing(Silhouettes silhouettes, Tensor clip, int height, int width) {
    Device device = clip.device();
    int count = silhouettes.count();
    this.pairs = count;
    this.imageSize = (long) height * width;
    int[] near = silhouettes.nearPixels();
    int[] far = silhouettes.farPixels();
    float[] crossings = silhouettes.crossings();
    int[] views = silhouettes.views();
    float[] verticals = silhouettes.vertical();
    long[] targets = new long[count];
    long[] offsets = new long[count];
    float[] forward = new float[count]; // +1 where the outer pixel comes after the inner one
    float[] centres = new float[count];
    for (int i = 0; i < count; i++) {
      targets[i] = crossings[i] > 0.5f ? far[i] : near[i];
      offsets[i] = views[i] * imageSize;
      forward[i] = far[i] > near[i] ? 1 : -1;
      boolean vertical = verticals[i] == 1;
      centres[i] = (vertical ? near[i] / width : near[i] % width) + 0.5f;
    }
    this.nearPositions = Tensor.of(near, count).to(device);
    this.farPositions = Tensor.of(far, count).to(device);
    this.targetPositions = Tensor.of(targets, count).to(device);
    this.viewOffsets = Tensor.of(offsets, count).to(device);
    Tensor ends =
        Interpolation.columns(clip, Tensor.of(silhouettes.edgeVertices(), 2L * count).to(device))
            .reshape(3, 2, count);
    Tensor scale = Tensor.of(new float[] {0.5f * width, -0.5f * height}, 2, 1, 1).like(clip);
    Tensor middle = Tensor.of(new float[] {0.5f * width, 0.5f * height}, 2, 1, 1).like(clip);
    Tensor pixels = ends.slice(0, 0, 2).div(ends.slice(0, 2, 3)).mul(scale).add(middle);
    Tensor vertical = Tensor.of(silhouettes.vertical(), 1, count).like(clip);
    Tensor x = pixels.select(0, 0);
    Tensor y = pixels.select(0, 1);
    Tensor across = x.lerp(y, vertical.expand(2, count)); // [2, Q]
    Tensor along = y.lerp(x, vertical.expand(2, count));
    Tensor line = Tensor.of(lines(silhouettes, width), count).like(clip);
    Tensor start = along.select(0, 0);
    Tensor fraction = line.sub(start).div(along.select(0, 1).sub(start));
    Tensor first = across.select(0, 0);
    Tensor crossing = first.add(across.select(0, 1).sub(first).mul(fraction));
    this.delta =
        crossing
            .sub(Tensor.of(centres, count).like(clip))
            .mul(Tensor.of(forward, count).like(clip))
            .sub(0.5);
  }

  /** Blends an image [N, C, H * W]; gradients flow to it and to the vertices. */
  Tensor apply(Tensor image) {
    if (pairs == 0) {
      return image;
    }
    long channels = image.shape(1);
    Tensor flat = image.reshape(image.size());
    Tensor near = at(flat, nearPositions, channels);
    Tensor far = at(flat, farPositions, channels);
    Tensor change = near.sub(far).mul(delta).reshape(channels * pairs);
    Tensor index = VisibleSurface.channelIndex(targetPositions, viewOffsets, channels, imageSize);
    return flat.indexAdd(0, index, change).reshape(image.shape());
  }

  private Tensor at(Tensor flat, Tensor positions, long channels) {
    Tensor index = VisibleSurface.channelIndex(positions, viewOffsets, channels, imageSize);
    return flat.indexSelect(0, index).reshape(channels, pairs);
  }

  /** Coordinate of each pair's common row or column of centres, pixels. */
  private static float[] lines(Silhouettes silhouettes, int width) {
    int[] near = silhouettes.nearPixels();
    float[] vertical = silhouettes.vertical();
    float[] lines = new float[near.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = (vertical[i] == 1 ? near[i] % width : near[i] / width) + 0.5f;
    }
    return lines;
  }
}
