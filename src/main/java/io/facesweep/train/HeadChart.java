package io.facesweep.train;

import io.facesweep.face.FaceModel;
import io.facesweep.render.Fragments;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureSpace;
import java.util.Arrays;

/**
 * Where on the mean head each texel of a texture lies, in millimetres: x from the middle, y from
 * the eyes' height, z from a plane 84 mm behind the eyes' front; and the model's regions there.
 */
final class HeadChart {
  /** z of the eyes' front on the built-in head. */
  private static final double EYE_FRONT = 84;

  private static final String[] REGIONS = {"scalp", "eyes", "lips", "ears", "neck", "face"};

  private final int side;
  private final float[] positions;
  private final float[][] regions;

  private HeadChart(int side, float[] positions, float[][] regions) {
    this.side = side;
    this.positions = positions;
    this.regions = regions;
  }

  /**
   * @param side of the texture in texels
   */
  static HeadChart of(FaceModel face, int side) {
    MeshTopology topology = MeshTopology.of(face.mean());
    int[] faces = topology.faces();
    Fragments fragments = TextureSpace.fragments(topology, side);
    float[] millimetres = millimetres(face);
    float[] positions = new float[3 * side * side];
    float[][] regions = new float[REGIONS.length][side * side];
    int[] triangles = fragments.triangleIds();
    float[] barycentrics = fragments.barycentrics();
    for (int i = 0; i < side * side; i++) {
      if (triangles[i] == Fragments.BACKGROUND) {
        continue;
      }
      float[] weights = {
        barycentrics[2 * i],
        barycentrics[2 * i + 1],
        1 - barycentrics[2 * i] - barycentrics[2 * i + 1]
      };
      for (int corner = 0; corner < 3; corner++) {
        int vertex = faces[3 * triangles[i] + corner];
        for (int axis = 0; axis < 3; axis++) {
          positions[3 * i + axis] += weights[corner] * millimetres[3 * vertex + axis];
        }
        for (int region = 0; region < REGIONS.length; region++) {
          float[] own = face.regions().get(REGIONS[region]);
          regions[region][i] += own == null ? 0 : weights[corner] * own[vertex];
        }
      }
    }
    return new HeadChart(side, positions, regions);
  }

  /** Vertices in millimetres from the middle of the eyes. */
  private static float[] millimetres(FaceModel face) {
    float[] vertices = face.mean().vertices();
    float[] eyes = face.regions().getOrDefault("eyes", new float[face.vertexCount()]);
    double weight = 0;
    double height = 0;
    double front = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < eyes.length; v++) {
      weight += eyes[v];
      height += eyes[v] * vertices[3 * v + 1];
      if (eyes[v] > 0.5) {
        front = Math.max(front, vertices[3 * v + 2]);
      }
    }
    float[] result = new float[vertices.length];
    double scale = face.unitScale();
    for (int i = 0; i < vertices.length; i += 3) {
      result[i] = (float) (vertices[i] * scale);
      result[i + 1] = (float) ((vertices[i + 1] - height / weight) * scale);
      result[i + 2] = (float) ((vertices[i + 2] - front) * scale + EYE_FRONT);
    }
    return result;
  }

  int side() {
    return side;
  }

  double x(int texel) {
    return positions[3 * texel];
  }

  double y(int texel) {
    return positions[3 * texel + 1];
  }

  double z(int texel) {
    return positions[3 * texel + 2];
  }

  /** Weights [side * side] of a region: scalp, eyes, lips, ears, neck or face. Not a copy. */
  float[] region(String name) {
    return regions[Arrays.asList(REGIONS).indexOf(name)];
  }
}
