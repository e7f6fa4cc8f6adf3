package io.facesweep.render;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the nearest triangle of every pixel: a scan over the pixels of each triangle's bounding box
 * with a depth buffer, in plain Java.
 *
 * <p>Vertices are snapped to 1/4096 of a pixel and edges are evaluated exactly in integers with a
 * top-left rule, so that every pixel on an edge shared by two triangles belongs to exactly one of
 * them. Of triangles at equal depth the first in the mesh wins, whatever the number of threads.
 * Triangles that reach behind the near plane are clipped. Nothing here is differentiated.
 */
public final class Rasterizer {
  /** Greatest image height and width, pixels. */
  public static final int MAX_SIZE = 8192;

  private final int height;
  private final int width;
  private final Culling culling;
  private final int threads;

  /**
   * @param height image height, 1 to {@link #MAX_SIZE} pixels
   * @param width image width, 1 to {@link #MAX_SIZE} pixels
   * @param threads threads to work with, at least 1; with 1 the caller's own
   */
  public Rasterizer(int height, int width, Culling culling, int threads) {
    requireSize("height", height);
    requireSize("width", width);
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Invalid threads: %d (expected at least 1)".formatted(threads));
    }
    this.height = height;
    this.width = width;
    this.culling = culling;
    this.threads = threads;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Rasterizes one view of each mesh, each with its own or with shared topology. */
  public Fragments rasterize(List<ClipMesh> meshes) {
    int views = meshes.size();
    int pixels = height * width;
    if ((long) views * pixels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot rasterize %d views of %d x %d pixels: more than 2^31 pixels; use fewer views at once"
              .formatted(views, height, width));
    }
    int[] ids = new int[views * pixels];
    Arrays.fill(ids, Fragments.BACKGROUND);
    float[] inverseDepths = new float[views * pixels];
    int[] degenerate = new int[views];
    int bands = threads == 1 || views == 0 ? 1 : Math.min(height, (threads + views - 1) / views);
    RenderThreads.run(
        "rasterize",
        threads,
        views * bands,
        piece -> {
          int view = piece / bands;
          int band = piece % bands;
          int top = (int) ((long) height * band / bands);
          int bottom = (int) ((long) height * (band + 1) / bands);
          TriangleScan scan =
              new TriangleScan(height, width, top, bottom, ids, inverseDepths, view * pixels);
          int skipped = scan.draw(meshes.get(view), culling);
          if (band == 0) {
            degenerate[view] = skipped;
          }
        });
    return new Fragments(List.copyOf(meshes), height, width, ids, inverseDepths, degenerate);
  }

  /** How many threads it may work with. */
  int threads() {
    return threads;
  }

  private static void requireSize(String name, int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "Invalid image %s: %d (expected 1 to %d pixels)".formatted(name, size, MAX_SIZE));
    }
  }
}
