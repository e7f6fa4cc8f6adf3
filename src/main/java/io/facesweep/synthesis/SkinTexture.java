package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.mesh.TriangleMesh;
import java.util.Arrays;
import java.util.Map;

/**
 * {@code builtin:skin}: a plain unlit skin for any face model with UVs, coloured by the regions
 * that the model knows: lips, eyes, scalp. The same for every prompt.
 */
final class SkinTexture {
  private static final float[] SKIN = {0.80f, 0.62f, 0.52f};

  /** Colours of regions, painted in this order over the skin. */
  private static final Map<String, float[]> COLOURS =
      Map.of(
          "scalp", new float[] {0.35f, 0.26f, 0.20f},
          "lips", new float[] {0.70f, 0.38f, 0.36f},
          "eyes", new float[] {0.90f, 0.89f, 0.87f});

  private static final String[] ORDER = {"scalp", "lips", "eyes"};

  private final int side;
  private final float[] image;

  private SkinTexture(int side) {
    this.side = side;
    this.image = new float[3 * side * side];
    for (int channel = 0; channel < 3; channel++) {
      Arrays.fill(image, channel * side * side, (channel + 1) * side * side, SKIN[channel]);
    }
  }

  /**
   * Paints a face model's skin.
   *
   * @param face with texture coordinates
   * @return [3, side, side] in [0, 1], row 0 on top (v = 1); skin where no triangle lies
   */
  static float[] of(FaceModel face, int side) {
    SkinTexture texture = new SkinTexture(side);
    float[][] colours = colours(face);
    TriangleMesh mesh = face.mean();
    for (int f = 0; f < mesh.faceCount(); f++) {
      texture.fill(mesh, f, colours);
    }
    return texture.image;
  }

  /** RGB of each vertex. */
  private static float[][] colours(FaceModel face) {
    float[][] colours = new float[face.vertexCount()][];
    for (int v = 0; v < colours.length; v++) {
      colours[v] = SKIN.clone();
      for (String region : ORDER) {
        float[] weights = face.regions().get(region);
        float[] colour = COLOURS.get(region);
        for (int channel = 0; weights != null && colour != null && channel < 3; channel++) {
          colours[v][channel] += weights[v] * (colour[channel] - colours[v][channel]);
        }
      }
    }
    return colours;
  }

  /** Interpolates the corners' colours over the texels of one triangle. */
  private void fill(TriangleMesh mesh, int face, float[][] colours) {
    double[] x = new double[3];
    double[] y = new double[3];
    for (int corner = 0; corner < 3; corner++) {
      int uv = mesh.textureFaces()[3 * face + corner];
      x[corner] = mesh.textureCoordinates()[2 * uv] * side - 0.5;
      y[corner] = (1 - mesh.textureCoordinates()[2 * uv + 1]) * side - 0.5;
    }
    double area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
    if (area == 0) {
      return;
    }
    int left = (int) Math.max(0, Math.ceil(Math.min(x[0], Math.min(x[1], x[2]))));
    int right = (int) Math.min(side - 1, Math.floor(Math.max(x[0], Math.max(x[1], x[2]))));
    int top = (int) Math.max(0, Math.ceil(Math.min(y[0], Math.min(y[1], y[2]))));
    int bottom = (int) Math.min(side - 1, Math.floor(Math.max(y[0], Math.max(y[1], y[2]))));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double b = ((column - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (row - y[0])) / area;
        double c = ((x[1] - x[0]) * (row - y[0]) - (column - x[0]) * (y[1] - y[0])) / area;
        if (b >= 0 && c >= 0 && b + c <= 1) {
          paint(mesh, face, row * side + column, new double[] {1 - b - c, b, c}, colours);
        }
      }
    }
  }

  private void paint(TriangleMesh mesh, int face, int texel, double[] weights, float[][] colours) {
    for (int channel = 0; channel < 3; channel++) {
      double value = 0;
      for (int corner = 0; corner < 3; corner++) {
        value += weights[corner] * colours[mesh.faces()[3 * face + corner]][channel];
      }
      image[channel * side * side + texel] = (float) value;
    }
  }
}
