package io.facesweep.assets;

import io.facesweep.mesh.TriangleMesh;
import io.facesweep.mesh.VertexNormals;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureSpace;

/** What lies where in a face model's texture: a template to paint on. */
public final class LayoutSheet {
  private static final float[] LIGHT = {0, 0.6f, 0.8f}; // from above and in front, a unit vector

  private LayoutSheet() {}

  /**
   * The surface laid out flat, grey, light where it looks to the front or up; white where there is
   * none. In the orientation of a texture file: v = 1 on top.
   *
   * @param mesh with texture coordinates
   * @param side of the picture in pixels
   */
  public static Picture draw(TriangleMesh mesh, int side) {
    float[] shades = shades(VertexNormals.of(mesh));
    float[] flat = TextureSpace.of(MeshTopology.of(mesh), side).interpolate(shades, 1);
    float[] image = new float[3 * flat.length];
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(flat, 0, image, channel * flat.length, flat.length);
    }
    return Picture.of(image, side, side);
  }

  private static float[] shades(float[] normals) {
    float[] shades = new float[normals.length / 3];
    for (int v = 0; v < shades.length; v++) {
      float towards = 0;
      for (int axis = 0; axis < 3; axis++) {
        towards += LIGHT[axis] * normals[3 * v + axis];
      }
      shades[v] = 0.45f + 0.4f * towards;
    }
    return shades;
  }
}
