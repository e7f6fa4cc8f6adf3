package io.facesweep.train.demo;

import io.facesweep.render.RenderedViews;

/**
 * Which texels of a square texture the pixels of each view are made of, and some around them: the
 * others need not be painted for a picture.
 */
final class TexelsInView {
  /** Texels beyond the four that a pixel is blended from, against rounding. */
  private static final int MARGIN = 1;

  private final float[] coordinates; // [N, 2, H, W]
  private final int pixels;
  private final int side;

  /**
   * @param views of meshes whose texture wraps around
   * @param side of the texture in texels
   */
  TexelsInView(RenderedViews views, int side) {
    this.coordinates = views.textureCoordinates().toFloats();
    this.pixels = views.width() * views.height();
    this.side = side;
  }

  /** Returns [side * side], row 0 on top. */
  boolean[] of(int view) {
    boolean[] inView = new boolean[side * side];
    int u = 2 * view * pixels;
    int v = u + pixels;
    for (int pixel = 0; pixel < pixels; pixel++) {
      mark(inView, coordinates[u + pixel], coordinates[v + pixel]);
    }
    return inView;
  }

  private void mark(boolean[] inView, float u, float v) {
    int left = (int) Math.floor(u * side - 0.5);
    int top = (int) Math.floor((1 - v) * side - 0.5);
    for (int row = top - MARGIN; row <= top + 1 + MARGIN; row++) {
      int inside = Math.min(side - 1, Math.max(0, row));
      for (int column = left - MARGIN; column <= left + 1 + MARGIN; column++) {
        inView[inside * side + Math.floorMod(column, side)] = true;
      }
    }
  }
}
