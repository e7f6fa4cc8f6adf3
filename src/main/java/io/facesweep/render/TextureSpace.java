package io.facesweep.render;

import java.util.List;

/** A mesh laid out flat by its texture coordinates. */
public final class TextureSpace {
  private final int[] faces;
  private final int[] triangles;
  private final float[] barycentrics;

  private TextureSpace(int[] faces, Fragments fragments) {
    this.faces = faces;
    this.triangles = fragments.triangleIds();
    this.barycentrics = fragments.barycentrics();
  }

  /**
   * Finds what lies at each texel.
   *
   * @param topology of a textured mesh
   * @param side of the texture in texels
   */
  public static TextureSpace of(MeshTopology topology, int side) {
    float[] uvs = topology.cornerUvs();
    int[] corners = new int[topology.faces().length];
    float[] clip = new float[3 * corners.length];
    for (int corner = 0; corner < corners.length; corner++) {
      clip[3 * corner] = 2 * uvs[2 * corner] - 1;
      clip[3 * corner + 1] = 2 * uvs[2 * corner + 1] - 1;
      clip[3 * corner + 2] = 1;
      corners[corner] = corner;
    }
    Fragments fragments =
        new Rasterizer(side, side, Culling.NONE, 1).rasterize(List.of(new ClipMesh(clip, corners)));
    return new TextureSpace(topology.faces(), fragments);
  }

  /**
   * Values of the vertices at the texels, interpolated over each triangle.
   *
   * @param values [V]
   * @param outside the value of texels where no triangle lies
   * @return [side * side], row 0 on top (v = 1)
   */
  public float[] interpolate(float[] values, float outside) {
    float[] image = new float[triangles.length];
    for (int i = 0; i < image.length; i++) {
      if (triangles[i] == Fragments.BACKGROUND) {
        image[i] = outside;
        continue;
      }
      int first = 3 * triangles[i];
      float a = barycentrics[2 * i];
      float b = barycentrics[2 * i + 1];
      image[i] =
          a * values[faces[first]]
              + b * values[faces[first + 1]]
              + (1 - a - b) * values[faces[first + 2]];
    }
    return image;
  }
}
