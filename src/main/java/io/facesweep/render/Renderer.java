package io.facesweep.render;

import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

  /** Returns the greater side of its images, pixels. */
  public int side() {
    return Math.max(rasterizer.width(), rasterizer.height());
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
    return view(vertices, cameras, (clip, views) -> host(clip, IntStream.range(0, views)));
  }

  /**
   * The same of heads that stay as they are: views that were seen before are not rasterised again.
   *
   * @param heads what each mesh is called in the cache, which is of this renderer alone
   */
  public RenderedViews view(
      Tensor vertices, List<Camera> cameras, List<Integer> heads, ViewCache cache) {
    return view(
        vertices,
        cameras,
        (clip, views) -> cache.views(heads, cameras, missing -> host(clip, IntStream.of(missing))));
  }

  /** Finds what the host has to find of views whose vertices are at [3, N, V] in clip space. */
  private interface HostWork {
    HostViews views(Tensor clip, int count);
  }

  private RenderedViews view(Tensor vertices, List<Camera> cameras, HostWork work) {
    vertices.requireShape("vertices", -1, topology.vertexCount(), 3);
    int views = cameras.size();
    if (views == 0 || (vertices.shape(0) != 1 && vertices.shape(0) != views)) {
      throw new IllegalArgumentException(
          "Invalid cameras: %d for %d meshes (expected one a mesh, or any number for one mesh)"
              .formatted(views, vertices.shape(0)));
    }
    long each = topology.vertexCount();
    Tensor world = vertices.expand(views, each, 3).permute(2, 0, 1).contiguous(); // [3, N, V]
    Tensor clip = MeshOperators.project(world, matrices(cameras).like(world)); // [3, N, V]
    return new RenderedViews(
        topology,
        cameras,
        world.reshape(3, views * each),
        clip.reshape(3, views * each),
        work.views(clip, views));
  }

  /**
   * @param clip [3, N, V]
   */
  private HostViews host(Tensor clip, IntStream views) {
    Fragments fragments = rasterizer.rasterize(meshes(clip, views.toArray()));
    return HostViews.of(fragments, topology.edges(), rasterizer.threads());
  }

  /** World to clip space of each camera, columns first, [4, 3, N, 1]. */
  private Tensor matrices(List<Camera> cameras) {
    double aspect = (double) rasterizer.width() / rasterizer.height();
    int views = cameras.size();
    float[] values = new float[12 * views];
    for (int view = 0; view < views; view++) {
      double[] m = cameras.get(view).clip(aspect);
      for (int column = 0; column < 4; column++) {
        for (int row = 0; row < 3; row++) {
          values[(3 * column + row) * views + view] = (float) m[4 * row + column];
        }
      }
    }
    return Tensor.of(values, 4, 3, views, 1);
  }

  /**
   * @param clip [3, N, V]
   */
  private List<ClipMesh> meshes(Tensor clipSpace, int[] of) {
    float[] clip = clipSpace.toFloats();
    int views = (int) clipSpace.shape(1);
    int vertices = topology.vertexCount();
    List<ClipMesh> meshes = new ArrayList<>(of.length);
    for (int view : of) {
      float[] own = new float[3 * vertices];
      for (int row = 0; row < 3; row++) {
        int first = (row * views + view) * vertices;
        for (int v = 0; v < vertices; v++) {
          own[3 * v + row] = clip[first + v];
        }
      }
      requireFinite(own, view);
      meshes.add(new ClipMesh(own, topology.faces()));
    }
    return meshes;
  }

  private static void requireFinite(float[] clip, int mesh) {
    for (int i = 0; i < clip.length; i++) {
      if (!Float.isFinite(clip[i])) {
        throw new IllegalArgumentException(
            "Invalid vertex %d of mesh %d: not finite in clip space (expected finite positions)"
                .formatted(i / 3, mesh));
      }
    }
  }
}
