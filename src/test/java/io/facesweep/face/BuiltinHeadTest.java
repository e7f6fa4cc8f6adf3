package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.mesh.FaceAreas;
import io.facesweep.mesh.TriangleMesh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BuiltinHeadTest {
  private static final FaceModel HEAD = FaceModels.open("builtin:head");

  @Test
  void hasFiveToTenThousandVerticesAndFiftyNamedComponents() {
    assertThat(HEAD.vertexCount()).isBetween(5_000, 10_000);
    assertThat(HEAD.identityCount()).isEqualTo(50);
    assertThat(new HashSet<>(HEAD.identityNames())).hasSize(50);
  }

  @Test
  void isClosedManifoldAndConsistentlyOriented() {
    int[] faces = HEAD.mean().faces();
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < faces.length; i++) {
      int next = i % 3 == 2 ? i - 2 : i + 1;
      edges.merge((long) faces[i] << 32 | faces[next], 1, Integer::sum);
    }
    int unpaired = 0;
    for (Map.Entry<Long, Integer> edge : edges.entrySet()) {
      boolean paired = edges.containsKey(edge.getKey() >>> 32 | edge.getKey() << 32);
      unpaired += edge.getValue() == 1 && paired ? 0 : 1;
    }
    assertThat(unpaired).isZero();
    int euler = HEAD.vertexCount() - edges.size() / 2 + HEAD.mean().faceCount();
    assertThat(euler).isEqualTo(2);
    assertThat(FaceAreas.zeroCount(HEAD.mean())).isZero();
  }

  @Test
  void looksOutwards() {
    // The signed volume, in litres: an adult's head and neck has about 4 to 6.
    double litres = Orientation.outwardness(HEAD.mean()) / 6 * Math.pow(HEAD.unitScale() / 100, 3);
    assertThat(litres).isBetween(3.5, 6.5);
  }

  @Test
  void hasTheProportionsOfAnAdult() {
    float[] p = HEAD.mean().vertices();
    double[] width = {Double.MAX_VALUE, -Double.MAX_VALUE};
    double[] length = {Double.MAX_VALUE, -Double.MAX_VALUE};
    for (int v = 0; v < HEAD.vertexCount(); v++) {
      if (HEAD.regions().get("scalp")[v] > 0.5) {
        width[0] = Math.min(width[0], p[3 * v]);
        width[1] = Math.max(width[1], p[3 * v]);
      }
      if (HEAD.regions().get("neck")[v] < 0.5 && p[3 * v + 1] * HEAD.unitScale() > 40) {
        length[0] = Math.min(length[0], p[3 * v + 2]);
        length[1] = Math.max(length[1], p[3 * v + 2]);
      }
    }
    assertThat((width[1] - width[0]) * HEAD.unitScale()).isBetween(140.0, 165.0);
    assertThat((length[1] - length[0]) * HEAD.unitScale()).isBetween(180.0, 215.0);
  }

  @Test
  void isSymmetricBitForBit() {
    int[] mirror = HEAD.mirror();
    assertThat(mirrored(HEAD.mean().vertices(), mirror)).isEqualTo(HEAD.mean().vertices());
    assertThat(Arrays.stream(mirror).filter(v -> mirror[v] == v).count()).isBetween(100L, 200L);
  }

  @Test
  void mirrorsItsTrianglesOntoTriangles() {
    int[] faces = HEAD.mean().faces();
    HashSet<List<Integer>> all = new HashSet<>();
    for (int i = 0; i < faces.length; i += 3) {
      all.add(cycle(faces[i], faces[i + 1], faces[i + 2]));
    }
    int[] mirror = HEAD.mirror();
    int alone = 0;
    for (int i = 0; i < faces.length; i += 3) {
      alone +=
          all.contains(cycle(mirror[faces[i]], mirror[faces[i + 2]], mirror[faces[i + 1]])) ? 0 : 1;
    }
    assertThat(alone).isZero();
  }

  @Test
  void changesSymmetricallyButForTheAsymmetries() {
    List<String> asymmetric = new ArrayList<>();
    for (int k = 0; k < HEAD.identityCount(); k++) {
      float[] component = HEAD.identity()[k];
      float[] mirrored = mirrored(component, HEAD.mirror());
      double worst = 0;
      for (int i = 0; i < component.length; i++) {
        worst = Math.max(worst, Math.abs(component[i] - mirrored[i]));
      }
      if (worst > 1e-6) {
        asymmetric.add(HEAD.identityNames().get(k));
      }
    }
    assertThat(asymmetric).containsExactly("jaw-shift", "nose-shift", "mouth-slant", "eye-slant");
  }

  @Test
  void doesNotCutItselfAtTwoStandardDeviations() {
    List<String> cut =
        IntStream.range(0, 2 * HEAD.identityCount())
            .parallel()
            .filter(i -> !SelfIntersections.of(at(i / 2, i % 2 == 0 ? -2 : 2)).isEmpty())
            .mapToObj(i -> HEAD.identityNames().get(i / 2))
            .toList();
    assertThat(cut).isEmpty();
    assertThat(SelfIntersections.of(HEAD.mean())).isEmpty();
  }

  @Test
  void doesNotCutItselfAtRandomIdentities() {
    Random random = new Random(7);
    for (int i = 0; i < 8; i++) {
      float[] coefficients = new float[HEAD.identityCount()];
      for (int k = 0; k < coefficients.length; k++) {
        coefficients[k] = (float) random.nextGaussian();
      }
      assertThat(SelfIntersections.of(HEAD.mesh(coefficients))).isEmpty();
    }
  }

  @Test
  void wouldBeSeenToCutItself() {
    float[] vertices = HEAD.mean().vertices().clone();
    vertices[3 * HeadGrid.CROWN + 1] = -1.2f; // pulled down through the base
    assertThat(SelfIntersections.of(HEAD.mean().withVertices(vertices))).isNotEmpty();
  }

  @Test
  void keepsItsNormalsWithinTwoStandardDeviations() {
    int turned = 0;
    for (int k = 0; k < HEAD.identityCount(); k++) {
      for (int sign = -2; sign <= 2; sign += 4) {
        turned += turnedFaces(HEAD.mean(), at(k, sign));
      }
    }
    assertThat(turned).isZero();
  }

  @Test
  void laysItsTextureInsideTheUnitSquareSymmetrically() {
    float[] uvs = HEAD.mean().textureCoordinates();
    for (int i = 0; i < uvs.length; i += 2) {
      assertThat(uvs[i]).isBetween(0f, 1f);
      assertThat(uvs[i + 1]).isBetween(0f, 1f);
    }
    int width = HeadGrid.COLUMNS + 1;
    for (int i = 0; i < HeadGrid.ROWS * width; i++) {
      int twin = i / width * width + width - 1 - i % width;
      assertThat(uvs[2 * i]).isCloseTo(1 - uvs[2 * twin], within(1e-6f));
      assertThat(uvs[2 * i + 1]).isEqualTo(uvs[2 * twin + 1]);
    }
  }

  @Test
  void neverOverlapsItselfInTexture() {
    TriangleMesh mesh = HEAD.mean();
    double area = 0;
    for (int i = 0; i < mesh.textureFaces().length; i += 3) {
      double one = uvArea(mesh, i / 3);
      assertThat(one).isPositive();
      area += one;
    }
    // Triangles that all turn the same way and tile a square's worth of area cannot overlap.
    assertThat(area).isBetween(0.9, 1.0 + 1e-6);
  }

  @Test
  void putsTheFaceInTheMiddleOfTheTextureEnlargedAndLittleStretched() {
    TriangleMesh mesh = HEAD.mean();
    float[] face = HEAD.regions().get("face");
    double faceUv = 0;
    double faceArea = 0;
    double allArea = 0;
    double[] middle = new double[2];
    List<Double> stretch = new ArrayList<>();
    float[] areas = FaceAreas.of(mesh);
    for (int i = 0; i < mesh.faceCount(); i++) {
      allArea += areas[i];
      if (face[mesh.faces()[3 * i]] < 0.5) {
        continue;
      }
      double uv = uvArea(mesh, i);
      faceUv += uv;
      faceArea += areas[i];
      int t = 2 * mesh.textureFaces()[3 * i];
      middle[0] += uv * mesh.textureCoordinates()[t];
      middle[1] += uv * mesh.textureCoordinates()[t + 1];
      stretch.add(TextureStretch.ratio(mesh, i));
    }
    stretch.sort(null);
    assertThat(middle[0] / faceUv).isCloseTo(0.5, within(0.02));
    assertThat(middle[1] / faceUv).isCloseTo(0.5, within(0.12));
    assertThat(faceUv / (faceArea / allArea)).isGreaterThan(1.2);
    assertThat(stretch.get(stretch.size() / 2)).isLessThan(1.6);
    assertThat(stretch.get(stretch.size() * 9 / 10)).isLessThan(3.0);
  }

  @Test
  void dividesTheSurfaceIntoRegions() {
    Map<String, float[]> regions = HEAD.regions();
    assertThat(regions).containsOnlyKeys("face", "scalp", "eyes", "lips", "ears", "neck");
    for (int v = 0; v < HEAD.vertexCount(); v++) {
      float sum = 0;
      for (String region : List.of("face", "scalp", "ears", "neck")) {
        sum += regions.get(region)[v];
      }
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
    regions.forEach((name, weights) -> assertThat(weighed(weights)).as(name).isGreaterThan(30));
  }

  private static double weighed(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static TriangleMesh at(int component, float value) {
    float[] coefficients = new float[HEAD.identityCount()];
    coefficients[component] = value;
    return HEAD.mesh(coefficients);
  }

  private static float[] mirrored(float[] values, int[] mirror) {
    float[] result = new float[values.length];
    for (int v = 0; v < mirror.length; v++) {
      result[3 * v] = values[3 * mirror[v]] == 0 ? values[3 * mirror[v]] : -values[3 * mirror[v]];
      result[3 * v + 1] = values[3 * mirror[v] + 1];
      result[3 * v + 2] = values[3 * mirror[v] + 2];
    }
    return result;
  }

  private static List<Integer> cycle(int a, int b, int c) {
    int least = Math.min(a, Math.min(b, c));
    return least == a ? List.of(a, b, c) : least == b ? List.of(b, c, a) : List.of(c, a, b);
  }

  private static int turnedFaces(TriangleMesh before, TriangleMesh after) {
    int turned = 0;
    for (int i = 0; i < before.faceCount(); i++) {
      double[] a = normal(before, i);
      double[] b = normal(after, i);
      turned += a[0] * b[0] + a[1] * b[1] + a[2] * b[2] > 0 ? 0 : 1;
    }
    return turned;
  }

  private static double[] normal(TriangleMesh mesh, int face) {
    float[] p = mesh.vertices();
    int a = 3 * mesh.faces()[3 * face];
    int b = 3 * mesh.faces()[3 * face + 1];
    int c = 3 * mesh.faces()[3 * face + 2];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
  }

  private static double uvArea(TriangleMesh mesh, int face) {
    float[] uv = mesh.textureCoordinates();
    int a = 2 * mesh.textureFaces()[3 * face];
    int b = 2 * mesh.textureFaces()[3 * face + 1];
    int c = 2 * mesh.textureFaces()[3 * face + 2];
    return ((uv[b] - uv[a]) * (uv[c + 1] - uv[a + 1]) - (uv[c] - uv[a]) * (uv[b + 1] - uv[a + 1]))
        / 2.0;
  }
}
