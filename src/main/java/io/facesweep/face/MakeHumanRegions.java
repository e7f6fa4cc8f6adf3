package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Regions of the head of MakeHuman's base mesh, by where its vertices lie in the published texture
 * layout: borders are drawn in the island of the head, in which -u is up and v = 0.483 the middle.
 * Inside the mouth and the eye sockets nothing is a region but {@code mouth-interior} and {@code
 * eye-sockets}.
 */
final class MakeHumanRegions {
  private static final double MIDDLE = 0.483;

  /**
   * Where, at distances from the middle, the scalp ends and the face, an ear or the neck begins.
   */
  private static final double[][] HAIRLINE = {
    {0, 0.818},
    {0.04, 0.820},
    {0.055, 0.828},
    {0.07, 0.836},
    {0.10, 0.838},
    {0.115, 0.825},
    {0.13, 0.819},
    {0.155, 0.820},
    {0.17, 0.860},
    {0.178, 0.910},
    {0.22, 0.904},
    {0.26, 0.894},
    {0.30, 0.884},
    {0.34, 0.874}
  };

  /** Where the face ends and the neck begins. */
  private static final double[][] JAW = {
    {0, 0.969},
    {0.03, 0.962},
    {0.05, 0.955},
    {0.08, 0.944},
    {0.10, 0.932},
    {0.115, 0.915},
    {0.125, 0.890},
    {0.13, 0.881},
    {0.134, 0.870}
  };

  private MakeHumanRegions() {}

  /** Left and right, up and down of an ellipse's middle, and its half axes. */
  private record Ellipse(double x, double y, double width, double height) {
    boolean holds(double atX, double atY) {
      double dx = (atX - x) / width;
      double dy = (atY - y) / height;
      return dx * dx + dy * dy < 1;
    }
  }

  private static final Ellipse LIPS = new Ellipse(0, 0.909, 0.030, 0.025);
  private static final Ellipse EYELIDS = new Ellipse(0.036, 0.842, 0.032, 0.022);
  private static final Ellipse EAR = new Ellipse(0.145, 0.857, 0.032, 0.047);

  /**
   * The weights [V] by region.
   *
   * @param mesh with the texture coordinates as published
   * @param isOfEyes [V]
   */
  static Map<String, float[]> of(TriangleMesh mesh, boolean[] isOfEyes) {
    Map<String, float[]> regions = new LinkedHashMap<>();
    for (int i = 0; i < mesh.faces().length; i++) {
      int vertex = mesh.faces()[i];
      int uv = mesh.textureFaces()[i];
      double u = mesh.textureCoordinates()[2 * uv];
      double v = mesh.textureCoordinates()[2 * uv + 1];
      if (isOfEyes[vertex]) {
        add(regions, "eyes", mesh, vertex);
      } else if (MakeHumanAtlas.isOfHead(u, v)) {
        double x = Math.abs(v - MIDDLE);
        add(regions, region(x, u), mesh, vertex);
        if (EYELIDS.holds(x, u)) {
          add(regions, "eyelids", mesh, vertex);
        }
      } else {
        add(regions, u < 0.2 ? "eye-sockets" : v < 0.14 ? "mouth-interior" : "neck", mesh, vertex);
      }
    }
    return regions;
  }

  private static String region(double x, double y) {
    if (LIPS.holds(x, y)) {
      return "lips";
    } else if (EAR.holds(x, y)) {
      return "ears";
    } else if (y < border(HAIRLINE, x)) {
      return "scalp";
    }
    return y < border(JAW, x) ? "face" : "neck";
  }

  /** A border's height at a distance from the middle; above everything beyond its end. */
  private static double border(double[][] points, double x) {
    for (int i = 1; i < points.length; i++) {
      if (x <= points[i][0]) {
        double part = (x - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
        return points[i - 1][1] + part * (points[i][1] - points[i - 1][1]);
      }
    }
    return 0;
  }

  private static void add(
      Map<String, float[]> regions, String name, TriangleMesh mesh, int vertex) {
    regions.computeIfAbsent(name, n -> new float[mesh.vertexCount()])[vertex] = 1;
  }
}
