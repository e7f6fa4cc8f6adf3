package io.facesweep.render;

import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

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

  /** The silhouettes of a batch whose arrays are to be sent to a device. */
  static final class Packed {
    private final int count;
    private final long[] near;
    private final long[] far;
    private final long[] targets;
    private final long[] offsets;
    private final long[] edgeVertices;
    private final float[] geometry; // vertical, line, centre, forward
    private final float[] scale;

    /**
     * @param silhouettes of each view
     * @param vertexCount vertices of each view's mesh
     */
    Packed(List<Silhouettes> silhouettes, int vertexCount, int height, int width) {
      count = silhouettes.stream().mapToInt(Silhouettes::count).sum();
      near = new long[count];
      far = new long[count];
      targets = new long[count];
      offsets = new long[count];
      edgeVertices = new long[2 * count];
      geometry = new float[4 * count];
      float halfWidth = 0.5f * width;
      float halfHeight = 0.5f * height;
      scale = new float[] {halfWidth, -halfHeight, halfWidth, halfHeight};
      int first = 0;
      for (int view = 0; view < silhouettes.size(); view++) {
        Silhouettes own = silhouettes.get(view);
        Arrays.fill(offsets, first, first + own.count(), (long) view * height * width);
        for (int i = 0; i < own.count(); i++) {
          int at = first + i;
          edgeVertices[at] = (long) view * vertexCount + own.start(i);
          edgeVertices[count + at] = (long) view * vertexCount + own.end(i);
          set(at, own, i, width);
        }
        first += own.count();
      }
    }

    private void set(int at, Silhouettes own, int i, int width) {
      int inner = own.near(i);
      int outer = own.far(i);
      boolean vertical = own.vertical(i) == 1;
      near[at] = inner;
      far[at] = outer;
      targets[at] = own.crossing(i) > 0.5f ? outer : inner;
      geometry[at] = own.vertical(i);
      geometry[count + at] = (vertical ? inner % width : inner / width) + 0.5f;
      geometry[2 * count + at] = (vertical ? inner / width : inner % width) + 0.5f;
      geometry[3 * count + at] = outer > inner ? 1 : -1;
    }

    /** Adds all arrays to those that travel together, behind all others. */
    void addTo(HostArrays host) {
      host.add(near, count)
          .add(far, count)
          .add(targets, count)
          .add(offsets, count)
          .add(edgeVertices, 2L * count)
          .add(scale, 2, 2, 1, 1)
          .add(geometry, 4, count);
    }

    /**
     * The silhouettes of what has arrived.
     *
     * @param clip (x, y, w) of all views' vertices, [3, N * V]
     */
    Antialiasing arrived(HostArrays.There there, Tensor clip) {
      return new Antialiasing(count, there, clip);
    }
  }

  private Antialiasing(int pairs, HostArrays.There there, Tensor clip) {
    List<Tensor> wholes = last(there.wholes(), 5);
    List<Tensor> floats = last(there.floats(), 2);
    this.pairs = pairs;
    this.nearPositions = wholes.get(0);
    this.farPositions = wholes.get(1);
    this.targetPositions = wholes.get(2);
    this.viewOffsets = wholes.get(3);
    this.delta =
        MeshOperators.silhouetteCrossings(
            clip, wholes.get(4), floats.get(0).to(clip.dtype()), floats.get(1).to(clip.dtype()));
  }

  private static List<Tensor> last(List<Tensor> all, int count) {
    return all.subList(all.size() - count, all.size());
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
