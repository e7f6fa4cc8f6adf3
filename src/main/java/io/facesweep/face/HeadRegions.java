package io.facesweep.face;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Region weights of the built-in head. Face (which includes eyes and lips), scalp, ears and neck
 * add up to 1 everywhere; eyes is the visible eyeball, lips the red of the lips.
 */
final class HeadRegions {
  private HeadRegions() {}

  /** Weights [V] by name, for vertices [V * 3] in millimetres. */
  static Map<String, float[]> of(float[] vertices, float[] ears) {
    int count = vertices.length / 3;
    float[] face = new float[count];
    float[] scalp = new float[count];
    float[] eyes = new float[count];
    float[] lips = new float[count];
    float[] neck = new float[count];
    for (int v = 0; v < count; v++) {
      double x = Math.abs(vertices[3 * v]);
      double y = vertices[3 * v + 1];
      double z = vertices[3 * v + 2];
      double free = 1 - ears[v];
      neck[v] = (float) (free * neck(y, z));
      face[v] = (float) ((free - neck[v]) * face(x, y, z));
      scalp[v] = (float) Math.max(0, free - neck[v] - face[v]);
      eyes[v] = (float) (face[v] * eye(x, y, z));
      lips[v] = (float) (face[v] * lip(x, y, z));
    }
    Map<String, float[]> regions = new LinkedHashMap<>();
    regions.put("face", face);
    regions.put("scalp", scalp);
    regions.put("eyes", eyes);
    regions.put("lips", lips);
    regions.put("ears", ears);
    regions.put("neck", neck);
    return regions;
  }

  /** The neck lies below a plane that rises from under the chin to the nape. */
  private static double neck(double y, double z) {
    return HeadEar.smoothstep(4, -4, y + 112 + 0.38 * Math.min(0, z - 70));
  }

  private static double face(double x, double y, double z) {
    double hairline = 68 - 0.006 * x * x;
    double side = z - (2 - 0.1 * Math.min(0, y));
    return HeadEar.smoothstep(-5, 5, hairline - y) * HeadEar.smoothstep(-5, 5, side);
  }

  private static double eye(double x, double y, double z) {
    double inside = HeadEyes.opening(x - HeadShape.EYE_X, y - HeadShape.EYE_Y);
    return z < 50 ? 0 : HeadEar.smoothstep(-0.6, 0.6, inside);
  }

  private static double lip(double x, double y, double z) {
    if (x >= HeadShape.MOUTH_HALF_WIDTH + 1 || z < 60) {
      return 0;
    }
    double above = y - HeadShape.mouthLineHeight(x);
    double inside = above > 0 ? upperLip(x) - above : above + lowerLip(x);
    return HeadEar.smoothstep(-0.8, 0.8, inside);
  }

  /** Returns how far the red of the upper lip reaches above the line of the mouth. */
  static double upperLip(double x) {
    double side = Math.abs(x);
    return 7.6 * taper(side) + 1.2 * Math.exp(-(side - 5) * (side - 5) / 12);
  }

  /** Returns how far the red of the lower lip reaches below it. */
  static double lowerLip(double x) {
    return 9.4 * taper(Math.abs(x));
  }

  private static double taper(double side) {
    double a = side / (HeadShape.MOUTH_HALF_WIDTH + 1);
    return a >= 1 ? 0 : Math.sqrt(1 - a * a);
  }
}
