package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.awt.image.BufferedImage;

/**
 * A small software renderer for looking at meshes: Lambert shading, smooth normals, weak
 * perspective.
 */
final class MeshPreview {
  private MeshPreview() {}

  /**
   * Several views side by side; azimuth and elevation in degrees; colours by vertex RGB [V * 3] or
   * null for grey.
   */
  static BufferedImage views(
      TriangleMesh mesh,
      double[][] angles,
      int size,
      double zoom,
      double[] centre,
      float[] colours) {
    BufferedImage sheet = new BufferedImage(size * angles.length, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < angles.length; i++) {
      BufferedImage one = view(mesh, angles[i][0], angles[i][1], size, zoom, centre, colours);
      sheet.getGraphics().drawImage(one, i * size, 0, null);
    }
    return sheet;
  }

  static float[] normals(TriangleMesh mesh) {
    float[] p = mesh.vertices();
    int[] f = mesh.faces();
    float[] n = new float[p.length];
    for (int i = 0; i < f.length; i += 3) {
      int a = 3 * f[i], b = 3 * f[i + 1], c = 3 * f[i + 2];
      float ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2];
      float vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
      float nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
      for (int k : new int[] {a, b, c}) {
        n[k] += nx;
        n[k + 1] += ny;
        n[k + 2] += nz;
      }
    }
    return n;
  }

  static BufferedImage view(
      TriangleMesh mesh,
      double az,
      double el,
      int size,
      double zoom,
      double[] centre,
      float[] colours) {
    int s = size * 2;
    double ca = Math.cos(Math.toRadians(az)), sa = Math.sin(Math.toRadians(az));
    double ce = Math.cos(Math.toRadians(el)), se = Math.sin(Math.toRadians(el));
    float[] p = mesh.vertices();
    float[] n = normals(mesh);
    int v = p.length / 3;
    double[] sx = new double[v], sy = new double[v], sz = new double[v];
    float[][] shade = new float[v][3];
    for (int i = 0; i < v; i++) {
      double x = p[3 * i] - centre[0], y = p[3 * i + 1] - centre[1], z = p[3 * i + 2] - centre[2];
      double rx = ca * x - sa * z, rz = sa * x + ca * z;
      double ry = ce * y - se * rz;
      double rzz = se * y + ce * rz;
      double depth = 5 / (5 - rzz * 1.0);
      sx[i] = s / 2.0 + rx * zoom * depth * s / 2;
      sy[i] = s / 2.0 - ry * zoom * depth * s / 2;
      sz[i] = rzz;
      double nx = ca * n[3 * i] - sa * n[3 * i + 2], nz0 = sa * n[3 * i] + ca * n[3 * i + 2];
      double ny = ce * n[3 * i + 1] - se * nz0, nz = se * n[3 * i + 1] + ce * nz0;
      double len = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
      nx /= len;
      ny /= len;
      nz /= len;
      double light = Math.max(0, -0.45 * nx + 0.6 * ny + 0.66 * nz);
      double fill = Math.max(0, 0.8 * nx + 0.1 * ny + 0.55 * nz);
      double total = 0.12 + 0.62 * light + 0.2 * fill;
      for (int c = 0; c < 3; c++) {
        shade[i][c] = (float) (total * (colours == null ? 0.95 : colours[3 * i + c]));
      }
    }
    float[] zb = new float[s * s];
    java.util.Arrays.fill(zb, Float.NEGATIVE_INFINITY);
    float[][] rgb = new float[s * s][];
    int[] f = mesh.faces();
    for (int i = 0; i < f.length; i += 3) {
      int a = f[i], b = f[i + 1], c = f[i + 2];
      double area = (sx[b] - sx[a]) * (sy[c] - sy[a]) - (sx[c] - sx[a]) * (sy[b] - sy[a]);
      if (area >= 0) continue; // back faces (screen y down)
      int x0 = (int) Math.max(0, Math.floor(Math.min(sx[a], Math.min(sx[b], sx[c]))));
      int x1 = (int) Math.min(s - 1, Math.ceil(Math.max(sx[a], Math.max(sx[b], sx[c]))));
      int y0 = (int) Math.max(0, Math.floor(Math.min(sy[a], Math.min(sy[b], sy[c]))));
      int y1 = (int) Math.min(s - 1, Math.ceil(Math.max(sy[a], Math.max(sy[b], sy[c]))));
      for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
          double px = x + 0.5, py = y + 0.5;
          double wa = ((sx[b] - px) * (sy[c] - py) - (sx[c] - px) * (sy[b] - py)) / area;
          double wb = ((sx[c] - px) * (sy[a] - py) - (sx[a] - px) * (sy[c] - py)) / area;
          double wc = 1 - wa - wb;
          if (wa < 0 || wb < 0 || wc < 0) continue;
          float z = (float) (wa * sz[a] + wb * sz[b] + wc * sz[c]);
          if (z > zb[y * s + x]) {
            zb[y * s + x] = z;
            float[] q = new float[3];
            for (int k = 0; k < 3; k++)
              q[k] = (float) (wa * shade[a][k] + wb * shade[b][k] + wc * shade[c][k]);
            rgb[y * s + x] = q;
          }
        }
      }
    }
    BufferedImage out = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        float[] sum = new float[3];
        for (int k = 0; k < 4; k++) {
          float[] q = rgb[(2 * y + k / 2) * s + 2 * x + k % 2];
          for (int c = 0; c < 3; c++) sum[c] += q == null ? 0.25f : q[c];
        }
        int value = 0;
        for (int c = 0; c < 3; c++) {
          value = value << 8 | (int) Math.min(255, Math.pow(sum[c] / 4, 1 / 2.2) * 255);
        }
        out.setRGB(x, y, value);
      }
    }
    return out;
  }
}
