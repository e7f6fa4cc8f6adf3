package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
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
  private final float[][] positions;
  private final float[][] regions;

  private HeadChart(int side, float[][] positions, float[][] regions) {
    this.side = side;
    this.positions = positions;
    this.regions = regions;
  }

  /**
   * @param side of the texture in texels
   */
  static HeadChart of(FaceModel face, int side) {
    TextureSpace space = TextureSpace.of(MeshTopology.of(face.mean()), side);
    float[][] positions = new float[3][];
    float[] millimetres = millimetres(face);
    for (int axis = 0; axis < 3; axis++) {
      float[] coordinates = new float[face.vertexCount()];
      for (int v = 0; v < coordinates.length; v++) {
        coordinates[v] = millimetres[3 * v + axis];
      }
      positions[axis] = space.interpolate(coordinates, 0);
    }
    float[][] regions = new float[REGIONS.length][];
    for (int region = 0; region < REGIONS.length; region++) {
      float[] weights = face.regions().get(REGIONS[region]);
      regions[region] =
          space.interpolate(weights == null ? new float[face.vertexCount()] : weights, 0);
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
    return positions[0][texel];
  }

  double y(int texel) {
    return positions[1][texel];
  }

  double z(int texel) {
    return positions[2][texel];
  }

  /** Weights [side * side] of a region: scalp, eyes, lips, ears, neck or face. Not a copy. */
  float[] region(String name) {
    return regions[Arrays.asList(REGIONS).indexOf(name)];
  }
}
