package io.facesweep.render;

import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A differentiable renderer of one topology at one resolution: N views of N meshes at once.
 * Rasterisation runs on the CPU; all else are tensor operators on the vertices' device. Immutable
 * and safe for several threads.
 */
public final class Renderer {
  private final MeshTopology topology;
  private final Rasterizer rasterizer;

  public Renderer(MeshTopology topology, Rasterizer rasterizer) {
    this.topology = topology;
    this.rasterizer = rasterizer;
  }

  /** A renderer of both sides of every triangle that works on the caller's thread. */
  public Renderer(MeshTopology topology, int height, int width) {
    this(topology, new Rasterizer(height, width, Culling.NONE, 1));
  }

  /**
   * Projects and rasterises meshes; the result's tensors belong to the current scope.
   *
   * @param vertices world positions [N, V, 3], one mesh a camera, or [1, V, 3], one mesh for all;
   *     finite
   * @param cameras N cameras
   * @throws IllegalArgumentException for a vertex that is not finite, naming it
   */
  public RenderedViews view(Tensor vertices, List<Camera> cameras) {
    vertices.requireShape("vertices", -1, topology.vertexCount(), 3);
    int views = cameras.size();
    if (views == 0 || (vertices.shape(0) != 1 && vertices.shape(0) != views)) {
      throw new IllegalArgumentException(
          "Invalid cameras: %d for %d meshes (expected one a mesh, or any number for one mesh)"
              .formatted(views, vertices.shape(0)));
    }
    Tensor world = vertices.expand(views, topology.vertexCount(), 3);
    Tensor clip = clip(world, cameras); // [N, V, 3]
    Fragments fragments = rasterizer.rasterize(meshes(clip.toFloats(), views));
    return new RenderedViews(topology, cameras, planar(world), planar(clip), fragments);
  }

  private Tensor clip(Tensor world, List<Camera> cameras) {
    double aspect = (double) rasterizer.width() / rasterizer.height();
    int views = cameras.size();
    float[] columns = new float[12 * views]; // [4, N, 1, 3]
    for (int view = 0; view < views; view++) {
      double[] m = cameras.get(view).clip(aspect);
      for (int column = 0; column < 4; column++) {
        for (int row = 0; row < 3; row++) {
          columns[3 * (views * column + view) + row] = (float) m[4 * row + column];
        }
      }
    }
    // Not a matrix product, whose rounding may depend on the number of views.
    Tensor c = Tensor.of(columns, 4, views, 1, 3).like(world);
    return world
        .slice(2, 0, 1)
        .mul(c.select(0, 0))
        .add(world.slice(2, 1, 2).mul(c.select(0, 1)))
        .add(world.slice(2, 2, 3).mul(c.select(0, 2)))
        .add(c.select(0, 3));
  }

  private List<ClipMesh> meshes(float[] clip, int views) {
    int size = 3 * topology.vertexCount();
    for (int i = 0; i < clip.length; i++) {
      if (!Float.isFinite(clip[i])) {
        throw new IllegalArgumentException(
            "Invalid vertex %d of mesh %d: not finite in clip space (expected finite positions)"
                .formatted(i % size / 3, i / size));
      }
    }
    List<ClipMesh> meshes = new ArrayList<>(views);
    for (int view = 0; view < views; view++) {
      float[] own = Arrays.copyOfRange(clip, size * view, size * (view + 1));
      meshes.add(new ClipMesh(own, topology.faces()));
    }
    return meshes;
  }

  /** [N, V, 3] as [3, N * V]. */
  private static Tensor planar(Tensor points) {
    return points.permute(2, 0, 1).reshape(3, points.shape(0) * points.shape(1));
  }
}
