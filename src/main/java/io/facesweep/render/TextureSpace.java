package io.facesweep.render;

import java.util.List;

/** A mesh laid out flat by its texture coordinates. */
public final class TextureSpace {
  private TextureSpace() {}

  /**
   * What lies at each texel: its triangle, and where in it.
   *
   * @param topology of a textured mesh
   * @param side of the texture in texels
   */
  public static Fragments fragments(MeshTopology topology, int side) {
    float[] uvs = topology.cornerUvs();
    int[] corners = new int[topology.faces().length];
    float[] clip = new float[3 * corners.length];
    for (int corner = 0; corner < corners.length; corner++) {
      clip[3 * corner] = 2 * uvs[2 * corner] - 1;
      clip[3 * corner + 1] = 2 * uvs[2 * corner + 1] - 1;
      clip[3 * corner + 2] = 1;
      corners[corner] = corner;
    }
    return new Rasterizer(side, side, Culling.NONE, 1)
        .rasterize(List.of(new ClipMesh(clip, corners)));
  }
}
