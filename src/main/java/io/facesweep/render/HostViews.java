package io.facesweep.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host finds of a batch of views, in plain Java: the pixels that their meshes cover, and
 * their silhouettes. Immutable.
 */
final class HostViews {
  /**
   * What is found of one view; does not depend on the others.
   *
   * @param pixels that the mesh covers
   * @param silhouettes between them
   */
  record View(PackedView pixels, Silhouettes silhouettes) {
    /** Returns how many bytes it takes, about. */
    long bytes() {
      return pixels.bytes() + silhouettes.bytes();
    }
  }

  private final List<View> views;
  private final int height;
  private final int width;
  private final int threads;
  private final @Nullable Fragments fragments;

  private HostViews(
      List<View> views, int height, int width, int threads, @Nullable Fragments fragments) {
    this.views = views;
    this.height = height;
    this.width = width;
    this.threads = threads;
    this.fragments = fragments;
  }

  /**
   * Views of which nothing is known but fragments.
   *
   * @param edges of their meshes
   * @param threads that may work on it
   */
  static HostViews of(Fragments fragments, MeshEdges edges, int threads) {
    View[] views = new View[fragments.views()];
    RenderThreads.run(
        "pack views",
        threads,
        views.length,
        view ->
            views[view] =
                new View(new PackedView(fragments, view), new Silhouettes(fragments, view, edges)));
    return new HostViews(List.of(views), fragments.height(), fragments.width(), threads, fragments);
  }

  /** Other views of the same size, some of them perhaps found before. */
  HostViews with(List<View> others) {
    return new HostViews(List.copyOf(others), height, width, threads, null);
  }

  /** The same views without silhouettes; they must not be kept ones. */
  HostViews withoutSilhouettes() {
    return of(fragments(), new MeshEdges(new int[0]), threads);
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  View view(int index) {
    return views.get(index);
  }

  /** Which triangle every pixel shows. */
  Fragments fragments() {
    Fragments known = fragments;
    if (known == null) {
      throw new IllegalStateException(
          "Cannot give the fragments of views that are kept: only their pixels are");
    }
    return known;
  }

  VisibleSurface.Packed surface(int vertexCount) {
    return new VisibleSurface.Packed(
        views.stream().map(View::pixels).toList(), vertexCount, height * width, threads);
  }

  Antialiasing.Packed silhouettes(int vertexCount) {
    return new Antialiasing.Packed(
        views.stream().map(View::silhouettes).toList(), vertexCount, height, width);
  }
}
