package io.facesweep.cli;

import io.facesweep.assets.Picture;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.mesh.VertexNormals;
import io.facesweep.render.Fragments;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureSpace;
import java.util.Arrays;

/** What lies where in a face model's texture: a template to paint on. */
final class LayoutSheet {
  private static final float[] LIGHT = {0, 0.6f, 0.8f}; // from above and in front, a unit vector

  private LayoutSheet() {}

  /**
   * The surface laid out flat, grey, light where it looks to the front or up; white where there is
   * none. In the orientation of a texture file: v = 1 on top.
   *
   * @param mesh with texture coordinates
   * @param side of the picture in pixels
   */
  static Picture draw(TriangleMesh mesh, int side) {
    Fragments fragments = TextureSpace.fragments(MeshTopology.of(mesh), side);
    float[] shades = shades(VertexNormals.of(mesh));
    int[] triangles = fragments.triangleIds();
    float[] barycentrics = fragments.barycentrics();
    float[] image = new float[3 * side * side];
    Arrays.fill(image, 1);
    for (int i = 0; i < triangles.length; i++) {
      if (triangles[i] == Fragments.BACKGROUND) {
        continue;
      }
      int first = 3 * triangles[i];
      float a = barycentrics[2 * i];
      float b = barycentrics[2 * i + 1];
      float shade =
          a * shades[mesh.faces()[first]]
              + b * shades[mesh.faces()[first + 1]]
              + (1 - a - b) * shades[mesh.faces()[first + 2]];
      for (int channel = 0; channel < 3; channel++) {
        image[channel * side * side + i] = shade;
      }
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
