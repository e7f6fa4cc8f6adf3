package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.render.Camera.Point;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenderedViewsTest {
  private static final int SIZE = 64;
  private static final Camera FRONT = Camera.orbit(0, 0, 0);

  private final TensorScope scope = TensorScope.open();
  private final SphereScene scene = new SphereScene(128, 192);
  private final Renderer renderer = new Renderer(scene.topology(), SIZE, SIZE);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void depthNormalsAndUvsAgreeWithAnAnalyticSphere() {
    for (Camera camera : List.of(FRONT, new Camera(50, 35, 4, 40, new Point(0.1, -0.2, 0.1)))) {
      RenderedViews views = renderer.view(scene.mesh(), List.of(camera));
      float[] depth = views.depth().toFloats();
      float[] world = views.normals(NormalSpace.WORLD, colour(0, 0, 0)).toFloats();
      float[] local = views.normals(NormalSpace.CAMERA, colour(0, 0, 0)).toFloats();
      float[] uvs = views.textureCoordinates().toFloats();
      int compared = 0;
      for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
        double[] hit = intersect(camera, pixel);
        if (hit.length == 0 || hit[4] < 0.3) {
          continue; // no hit, or a grazing one
        }
        compared++;
        assertThat((double) depth[pixel]).isCloseTo(hit[3], within(1e-3));
        double[] view = camera.view();
        for (int i = 0; i < 3; i++) {
          double turned =
              view[4 * i] * hit[0] + view[4 * i + 1] * hit[1] + view[4 * i + 2] * hit[2];
          assertThat(2 * world[i * SIZE * SIZE + pixel] - 1.0).isCloseTo(hit[i], within(4e-3));
          assertThat(2 * local[i * SIZE * SIZE + pixel] - 1.0).isCloseTo(turned, within(4e-3));
        }
        if (Math.abs(hit[1]) < 0.9) {
          double u = 0.5 + Math.atan2(hit[0], hit[2]) / (2 * Math.PI);
          double v = 1 - Math.acos(hit[1]) / Math.PI;
          assertThat((double) uvs[pixel]).isCloseTo(u, within(3e-3));
          assertThat((double) uvs[SIZE * SIZE + pixel]).isCloseTo(v, within(3e-3));
        }
      }
      assertThat(compared).isGreaterThan(500);
    }
  }

  @Test
  void shadesByTheIrradianceOfTheLight() {
    // Radiance 1 from everywhere shades 1; a linear light along +Z adds z times 2/3 of its own.
    float[] ambient = new float[27];
    Arrays.fill(ambient, 0, 3, (float) (0.5 * Math.sqrt(4 * Math.PI)));
    ambient[2 * 3 + 1] = (float) (0.3 / 0.488603 * 1.5);
    Tensor light = Tensor.of(ambient, 9, 3);
    float[] image =
        renderer.view(scene.mesh(), List.of(FRONT)).grey(0.8, light, colour(0, 0, 0)).toFloats();
    for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
      double[] hit = intersect(FRONT, pixel);
      if (hit.length > 0 && hit[4] > 0.3) {
        assertThat((double) image[pixel]).isCloseTo(0.8 * 0.5, within(1e-4));
        assertThat((double) image[SIZE * SIZE + pixel])
            .isCloseTo(Math.min(1, 0.8 * (0.5 + 0.3 * hit[2])), within(2e-3));
      }
    }
  }

  @Test
  void shadesAsTheHarmonicsOfTheLightDemand() {
    float[] light = new float[27];
    for (int i = 0; i < 27; i++) {
      light[i] = (float) Math.cos(1 + 2 * i);
    }
    double[] lobe = {1, 2 / 3.0, 2 / 3.0, 2 / 3.0, 0.25, 0.25, 0.25, 0.25, 0.25};
    double[] n = {0.48, -0.6, 0.64};
    float[] shaded =
        SphericalHarmonicsLight.shade(
                Tensor.of(light, 9, 3), Tensor.of(new float[] {0.48f, -0.6f, 0.64f}, 3, 1))
            .toFloats();
    double[] basis = SphericalHarmonicsLight.basis(n[0], n[1], n[2]);
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int i = 0; i < 9; i++) {
        sum += lobe[i] * light[3 * i + c] * basis[i];
      }
      assertThat((double) shaded[c]).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void presetLightsStayWithinRangeAndTurnWithAzimuth() {
    float[] normals = scene.vertices();
    Tensor planar = Tensor.of(normals, normals.length / 3, 3).transpose(0, 1);
    for (int preset = 0; preset < LightPresets.COUNT; preset++) {
      float[] shading =
          SphericalHarmonicsLight.shade(LightPresets.light(preset, 30), planar).toFloats();
      for (float value : shading) {
        assertThat(value).isBetween(0.4f, 1f);
      }
    }
    float[] turned = LightPresets.light(0, 90).toFloats();
    assertThat(turned[9]).isCloseTo((float) (0.5 * Math.PI * 0.488603), Offset.offset(1e-5f));
    assertThat(turned[6]).isCloseTo(0f, Offset.offset(1e-5f));
    assertThatThrownBy(() -> LightPresets.light(16, 0))
        .hasMessage("Invalid light preset: 16 (expected 0 to 15)");
  }

  @Test
  void texturesStandUprightAndWrapAround() {
    Tensor texture = Tensor.of(new float[] {1, 1, 0, 0}, 1, 2, 2);
    float[] image =
        renderer
            .view(scene.mesh(), List.of(FRONT))
            .textured(texture, TextureWrap.CLAMP, Tensor.of(new float[] {0.5f}, 1))
            .toFloats();
    assertThat(image[14 * SIZE + 32]).isGreaterThan(0.7f); // the texture's row 0 is on top
    assertThat(image[50 * SIZE + 32]).isLessThan(0.3f);
    assertThat(image[0]).isEqualTo(0.5f);
    Tensor columns = Tensor.of(new float[] {0, 1, 2, 3}, 1, 1, 4);
    Tensor uvs =
        Tensor.of(new float[] {0, 1, 0.125f, 0.5f, -0.125f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f}, 2, 5);
    assertThat(TextureSampling.sample(columns, uvs, TextureWrap.REPEAT).toFloats())
        .containsExactly(new float[] {1.5f, 1.5f, 0, 1.5f, 3}, Offset.offset(1e-5f));
    assertThat(TextureSampling.sample(columns, uvs, TextureWrap.CLAMP).toFloats())
        .containsExactly(new float[] {0, 3, 0, 1.5f, 0}, Offset.offset(1e-5f));
  }

  @Test
  void rendersTexturesOfLatents() {
    float[] texels = new float[4 * 8 * 8];
    for (int i = 0; i < texels.length; i++) {
      texels[i] = -3 + i / 64;
    }
    float[] image =
        new Renderer(scene.topology(), 8, 8)
            .view(scene.mesh(), List.of(FRONT))
            .textured(Tensor.of(texels, 4, 8, 8), TextureWrap.CLAMP, Tensor.zeros(4))
            .toFloats();
    assertThat(image).hasSize(4 * 64);
    for (int c = 0; c < 4; c++) {
      assertThat(image[64 * c + 27]).isCloseTo(c - 3f, Offset.offset(1e-5f));
    }
  }

  @Test
  void mapsControlDepthToTheUpperHalf() {
    RenderedViews views =
        renderer.view(scene.mesh(), List.of(FRONT, Camera.orbit(0, 0, 40), Camera.orbit(90, 0, 0)));
    float[] near = views.controlDepth(DepthOrder.NEAR_BRIGHT).toFloats();
    float[] far = views.controlDepth(DepthOrder.FAR_BRIGHT).toFloats();
    int plane = SIZE * SIZE;
    int middle = plane / 2 + SIZE / 2;
    for (int view = 0; view < 3; view++) {
      int first = 3 * plane * view;
      assertThat(near[first + middle]).isCloseTo(1, Offset.offset(1e-3f));
      assertThat(far[first + middle]).isCloseTo(0.5f, Offset.offset(1e-3f));
      assertThat(near[first]).isZero();
      for (int i = 0; i < plane; i++) {
        assertThat(near[first + i] == 0 || (near[first + i] >= 0.5 && near[first + i] <= 1))
            .isTrue();
        assertThat(near[first + plane + i]).isEqualTo(near[first + i]);
      }
    }
  }

  @Test
  void rendersManyMeshesAsItRendersOne() {
    Tensor first = scene.deformed(Tensor.of(new float[] {1, -1, 0.5f}, 3), 0.1);
    Tensor second = scene.mesh().mul(0.7);
    List<Camera> cameras = List.of(Camera.orbit(30, 0, 0), Camera.orbit(200, 40, 3));
    Tensor light = LightPresets.light(3, 0);
    Tensor lights = Tensor.stack(0, List.of(light, LightPresets.light(8, 0)));
    Tensor backgrounds = Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.9f, 0.8f, 0.7f}, 2, 3);
    Renderer threaded = new Renderer(scene.topology(), new Rasterizer(SIZE, SIZE, Culling.BACK, 3));
    float[] both =
        threaded
            .view(Tensor.cat(0, first, second), cameras)
            .grey(0.9, lights, backgrounds)
            .toFloats();
    float[] one =
        renderer
            .view(first, cameras.subList(0, 1))
            .grey(0.9, light, backgrounds.select(0, 0))
            .toFloats();
    float[] two =
        renderer
            .view(second, cameras.subList(1, 2))
            .grey(0.9, lights.select(0, 1), backgrounds.select(0, 1))
            .toFloats();
    assertThat(Arrays.copyOf(both, one.length)).containsExactly(one, Offset.offset(1e-5f));
    assertThat(Arrays.copyOfRange(both, one.length, both.length))
        .containsExactly(two, Offset.offset(1e-5f));
  }

  @Test
  void rendersAnEmptyImageWithZeroGradientsWhenTheHeadIsOutOfView() {
    Camera away = new Camera(0, 0, 10, 12, new Point(40, 0, 0));
    List<List<Camera>> lists = List.of(List.of(away), List.of(away, FRONT));
    for (List<Camera> cameras : lists) {
      Tensor vertices = scene.mesh().asLeaf();
      Tensor texture = Tensor.full(0.5, 3, 8, 8).asLeaf();
      Tensor light = LightPresets.light(0, 0).asLeaf();
      RenderedViews views = renderer.view(vertices, cameras);
      Tensor background = colour(0.25, 0.5, 0.75);
      List<Tensor> images =
          List.of(
              views.grey(0.5, light, background),
              views.textured(texture, TextureWrap.REPEAT, background),
              views.lit(texture, TextureWrap.CLAMP, light, background),
              views.normals(NormalSpace.CAMERA, background),
              views.depth(),
              views.controlDepth(DepthOrder.NEAR_BRIGHT),
              views.mask());
      float[] expected = {0.25f, 0.25f, 0.25f, 0.25f, 0, 0, 0};
      for (int i = 0; i < images.size(); i++) {
        float[] values = images.get(i).toFloats();
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
          assertThat(values[pixel]).isEqualTo(expected[i]);
        }
      }
      Tensor sum = Tensor.scalar(0);
      for (Tensor image : images) {
        sum = sum.add(image.sum());
      }
      for (Tensor gradient : Autograd.gradients(sum, List.of(vertices, texture, light))) {
        assertThat(gradient.nonFiniteCount()).isZero();
        if (cameras.size() == 1) {
          assertThat(gradient.toFloats()).containsOnly(0);
        }
      }
    }
  }

  @Test
  void rendersFromInsideTheHeadWithFiniteGradients() {
    for (double distance : new double[] {0.02, 0.5, 0.999, 1.005}) {
      Camera inside = new Camera(15, 5, distance, 70, Point.ORIGIN);
      Tensor vertices = scene.mesh().asLeaf();
      RenderedViews views = renderer.view(vertices, List.of(inside));
      Tensor sum =
          views
              .grey(0.5, LightPresets.light(0, 0), colour(0, 0, 0))
              .sum()
              .add(views.normals(NormalSpace.WORLD, colour(0, 0, 0)).sum())
              .add(views.depth().sum())
              .add(views.mask().sum())
              .add(views.textureCoordinates().sum());
      assertThat(sum.nonFiniteCount()).isZero();
      assertThat(Autograd.gradient(sum, vertices).nonFiniteCount()).isZero();
      if (distance < 0.9) {
        assertThat(views.mask().toFloats()).containsOnly(1);
      }
    }
  }

  @Test
  void givesVerticesWithoutAreaAZeroNormalAndFiniteGradients() {
    float[] points = {0, 0, 0, 1, 0, 0, 2, 0, 0, 5, 5, 5};
    Tensor positions = Tensor.of(points, 4, 3).transpose(0, 1).contiguous().asLeaf();
    Tensor normals = DifferentiableNormals.of(positions, Tensor.of(new long[] {0, 1, 2}, 3));
    assertThat(normals.toFloats()).containsOnly(0);
    assertThat(Autograd.gradient(normals.sum(), positions).nonFiniteCount()).isZero();
  }

  @Test
  void skipsAndCountsTrianglesWithoutArea() {
    MeshTopology topology =
        new MeshTopology(4, new int[] {0, 1, 2, 0, 1, 1, 3, 3, 3}, new float[0]);
    Tensor vertices =
        Tensor.of(new float[] {-1, -1, 0, 1, -1, 0, 0, 1, 0, 0.5f, 0.5f, 0.5f}, 1, 4, 3).asLeaf();
    RenderedViews views = new Renderer(topology, SIZE, SIZE).view(vertices, List.of(FRONT));
    assertThat(views.fragments().degenerateTriangles(0)).isEqualTo(2);
    Tensor image = views.grey(0.5, LightPresets.light(0, 0), colour(0, 0, 0));
    assertThat(image.sum().item()).isGreaterThan(0);
    assertThat(Autograd.gradient(image.sum(), vertices).nonFiniteCount()).isZero();
  }

  @Test
  void rejectsBadInput() {
    Tensor mesh = scene.mesh();
    List<Camera> one = List.of(FRONT);
    float[] broken = scene.vertices().clone();
    broken[3 * 17 + 1] = Float.NaN;
    assertThatThrownBy(() -> renderer.view(Tensor.of(broken, mesh.shape()), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid vertex 17 of mesh 0: not finite in clip space (expected finite positions)");
    assertThatThrownBy(() -> renderer.view(Tensor.cat(0, mesh, mesh), one))
        .hasMessage(
            "Invalid cameras: 1 for 2 meshes (expected one a mesh, or any number for one mesh)");
    assertThatThrownBy(() -> renderer.view(Tensor.zeros(1, 5, 3), one))
        .hasMessageStartingWith("Invalid vertices: shape [1, 5, 3] (expected [any, ");
    RenderedViews views = renderer.view(mesh, one);
    assertThatThrownBy(() -> views.grey(1.5, LightPresets.light(0, 0), colour(0, 0, 0)))
        .hasMessage("Invalid albedo: 1.5 (expected 0 to 1)");
    assertThatThrownBy(() -> views.grey(0.5, Tensor.zeros(4, 3), colour(0, 0, 0)))
        .hasMessage("Invalid light: shape [4, 3] (expected [9, 3])");
    assertThatThrownBy(
            () -> views.textured(Tensor.zeros(2, 3, 4, 4), TextureWrap.REPEAT, colour(0, 0, 0)))
        .hasMessage("Invalid texture: shape [2, 3, 4, 4] (expected [1, any, any, any])");
    assertThatThrownBy(() -> views.grey(0.5, LightPresets.light(0, 0), Tensor.zeros(7)))
        .hasMessage("Invalid background: shape [7] (expected [3])");
    MeshTopology bare =
        new MeshTopology(scene.topology().vertexCount(), scene.topology().faces(), new float[0]);
    RenderedViews untextured = new Renderer(bare, SIZE, SIZE).view(mesh, one);
    assertThatThrownBy(
            () -> untextured.textured(Tensor.zeros(3, 4, 4), TextureWrap.REPEAT, colour(0, 0, 0)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot render a texture: the mesh has no texture coordinates; give the face model UVs or render it grey");
  }

  /** The ray's first hit of the unit sphere: x, y, z, depth, cosine; empty without a hit. */
  private static double[] intersect(Camera camera, int pixel) {
    double[] view = camera.view();
    double half = Math.tan(Math.toRadians(camera.fieldOfView()) / 2);
    double[] local = {
      ((pixel % SIZE + 0.5) / SIZE * 2 - 1) * half, (1 - (pixel / SIZE + 0.5) / SIZE * 2) * half, -1
    };
    double[] origin = new double[3];
    double[] ray = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int row = 0; row < 3; row++) {
        origin[i] -= view[4 * row + i] * view[4 * row + 3];
        ray[i] += view[4 * row + i] * local[row];
      }
    }
    double a = dot(ray, ray);
    double b = dot(origin, ray);
    double root = b * b - a * (dot(origin, origin) - 1);
    if (root <= 0) {
      return new double[0];
    }
    double depth = (-b - Math.sqrt(root)) / a;
    double[] hit = new double[5];
    for (int i = 0; i < 3; i++) {
      hit[i] = origin[i] + depth * ray[i];
    }
    hit[3] = depth;
    hit[4] = -(hit[0] * ray[0] + hit[1] * ray[1] + hit[2] * ray[2]) / Math.sqrt(a);
    return hit;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static Tensor colour(double red, double green, double blue) {
    return Tensor.of(new float[] {(float) red, (float) green, (float) blue}, 3);
  }
}
