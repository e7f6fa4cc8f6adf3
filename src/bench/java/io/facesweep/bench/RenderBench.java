package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.render.Camera;
import io.facesweep.render.ClipMesh;
import io.facesweep.render.Culling;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.Rasterizer;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.SphereScene;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Times of the renderer on one core, as JSON lines. {@code median_ms} and {@code min_ms} are wall
 * time, {@code cpu_ms} is the median of the thread's own CPU time, which other work on the machine
 * disturbs less.
 *
 * <p>Arguments: what to measure (speed, scaling, memory or all), then perhaps the path of an OBJ
 * mesh with texture coordinates, to measure on it and not only on generated spheres.
 */
public final class RenderBench {
  private static final int COMPONENTS = 50;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final PrintStream out;

  private RenderBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    Torch.threads(1);
    RenderBench bench = new RenderBench(System.out);
    String what = arguments.length > 0 ? arguments[0] : "all";
    if (!List.of("speed", "scaling", "memory", "all").contains(what)) {
      throw new UserException(
          "Invalid benchmark: %s (expected speed, scaling, memory or all)".formatted(what));
    }
    Scene sphere = Scene.sphere(72);
    boolean given = arguments.length > 1;
    Scene mesh = given ? Scene.read(Path.of(arguments[1])) : sphere;
    String name = given ? "obj" : "sphere";
    boolean all = what.equals("all");
    if (all || what.equals("speed")) {
      bench.mesh(name, mesh, 64, 224, 512, 1024);
    }
    if (all || what.equals("scaling")) {
      for (int rings : new int[] {36, 51, 72, 102, 144, 204}) {
        bench.mesh("sphere", Scene.sphere(rings), 512);
      }
      for (int size : new int[] {128, 256, 512, 1024}) {
        bench.mesh("sphere", sphere, size);
      }
      bench.batch(sphere);
    }
    if (all || what.equals("memory")) {
      bench.growth(name, mesh, 512);
    }
  }

  private void mesh(String name, Scene scene, int... sizes) {
    for (int size : sizes) {
      String at =
          "\"mesh\":\"%s\",\"triangles\":%d,\"size\":%d".formatted(name, scene.triangles(), size);
      rasterise(at, scene, size);
      try (TensorScope scope = TensorScope.open()) {
        Problem problem = new Problem(scene, size, 1);
        report("grey forward and backward to 50 coefficients", at, problem::grey);
        report("textured forward and backward to a 512 x 512 texture", at, problem::texture);
        report("textured forward and backward to texture and coefficients", at, problem::both);
      }
    }
  }

  private void rasterise(String at, Scene scene, int size) {
    Rasterizer rasterizer = new Rasterizer(size, size, Culling.NONE, 1);
    int[] frame = {0};
    int[] faces = scene.topology().faces();
    ClipMesh[] meshes = new ClipMesh[12];
    for (int i = 0; i < meshes.length; i++) {
      meshes[i] = new ClipMesh(Camera.orbit(30 * i, 10, 0).project(scene.vertices(), 1), faces);
    }
    report(
        "rasterise", at, () -> rasterizer.rasterize(List.of(meshes[frame[0]++ % meshes.length])));
  }

  private void batch(Scene scene) {
    for (int views : new int[] {1, 2, 4, 8}) {
      try (TensorScope scope = TensorScope.open()) {
        Problem problem = new Problem(scene, 256, views);
        String at =
            "\"mesh\":\"sphere\",\"triangles\":%d,\"size\":256,\"views\":%d"
                .formatted(scene.triangles(), views);
        report("grey forward and backward to 50 coefficients", at, problem::grey);
      }
    }
  }

  /**
   * Memory of the process over 1,000 renders with gradients to texture and coefficients: all that
   * is resident, and what of the Java heap is in use after a collection.
   */
  private void growth(String name, Scene scene, int size) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    try (TensorScope scope = TensorScope.open()) {
      Problem problem = new Problem(scene, size, 1);
      for (int i = 0; i <= 1000; i++) {
        if (i % 100 == 0) {
          memory.gc();
          out.printf(
              Locale.ROOT,
              "{\"what\":\"memory\",\"mesh\":\"%s\",\"size\":%d,\"renders\":%d,"
                  + "\"resident_mb\":%d,\"heap_mb\":%.1f}%n",
              name,
              size,
              i,
              Stopwatch.mebibytes("VmRSS"),
              memory.getHeapMemoryUsage().getUsed() / 1048576.0);
        }
        try (TensorScope step = TensorScope.open()) {
          problem.both();
        }
      }
    }
  }

  private void report(String what, String at, Runnable work) {
    int samples = 25;
    double[] wall = new double[samples];
    double[] cpu = new double[samples];
    for (int i = -12; i < samples; i++) {
      long started = System.nanoTime();
      long startedCpu = THREADS.getCurrentThreadCpuTime();
      try (TensorScope scope = TensorScope.open()) {
        work.run();
      }
      if (i >= 0) {
        wall[i] = (System.nanoTime() - started) / 1e6;
        cpu[i] = (THREADS.getCurrentThreadCpuTime() - startedCpu) / 1e6;
      }
    }
    Arrays.sort(wall);
    Arrays.sort(cpu);
    out.printf(
        Locale.ROOT,
        "{\"what\":\"%s\",%s,\"median_ms\":%.2f,\"min_ms\":%.2f,\"cpu_ms\":%.2f,\"samples\":%d}%n",
        what,
        at,
        wall[samples / 2],
        wall[0],
        cpu[samples / 2],
        samples);
  }

  /** A mesh within the unit ball and a basis of 50 smooth or random displacements. */
  private record Scene(MeshTopology topology, float[] vertices, float[] basis) {
    static Scene sphere(int rings) {
      SphereScene sphere = new SphereScene(rings, 2 * rings);
      return new Scene(sphere.topology(), sphere.vertices(), sphere.bumps(COMPONENTS, 0.01));
    }

    static Scene read(Path path) {
      TriangleMesh mesh = ObjFile.read(path).mesh();
      float[] vertices = centred(mesh.vertices());
      Random random = new Random(1);
      float[] basis = new float[COMPONENTS * vertices.length];
      for (int i = 0; i < basis.length; i++) {
        basis[i] = (float) (1e-4 * random.nextGaussian());
      }
      return new Scene(MeshTopology.of(mesh), vertices, basis);
    }

    int triangles() {
      return topology.faceCount();
    }

    private static float[] centred(float[] positions) {
      float[] result = positions.clone();
      for (int axis = 0; axis < 3; axis++) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = axis; i < result.length; i += 3) {
          low = Math.min(low, result[i]);
          high = Math.max(high, result[i]);
        }
        for (int i = axis; i < result.length; i += 3) {
          result[i] -= (low + high) / 2;
        }
      }
      double radius = 0;
      for (int i = 0; i < result.length; i += 3) {
        radius = Math.max(radius, Math.hypot(result[i], Math.hypot(result[i + 1], result[i + 2])));
      }
      for (int i = 0; i < result.length; i++) {
        result[i] /= (float) radius;
      }
      return result;
    }
  }

  /** Renders with gradients, each call from the next azimuth. */
  private static final class Problem {
    private final int views;
    private final Renderer renderer;
    private final Tensor mean;
    private final Tensor basis;
    private final Tensor still;
    private final Tensor texture;
    private final Tensor light;
    private final Tensor background;
    private final Tensor seed;
    private int frame;

    Problem(Scene scene, int size, int views) {
      int width = scene.vertices().length;
      this.views = views;
      this.renderer = new Renderer(scene.topology(), size, size);
      this.mean = Tensor.of(scene.vertices(), 1, width);
      this.basis = Tensor.of(scene.basis(), COMPONENTS, width);
      this.still = Tensor.of(scene.vertices(), 1, width / 3, 3);
      this.texture = Tensor.full(0.5, 3, 512, 512);
      this.light = LightPresets.light(6, 0);
      this.background = Tensor.zeros(3);
      this.seed = Tensor.full(1, views, 3, size, size);
    }

    void grey() {
      Tensor coefficients = Tensor.zeros(views, COMPONENTS).asLeaf();
      Tensor image = view(deformed(coefficients)).grey(0.8, light, background);
      Autograd.gradient(image, seed, coefficients);
    }

    void texture() {
      Tensor texels = texture.asLeaf();
      Tensor image = view(still).textured(texels, TextureWrap.CLAMP, background);
      Autograd.gradient(image, seed, texels);
    }

    void both() {
      Tensor texels = texture.asLeaf();
      Tensor coefficients = Tensor.zeros(views, COMPONENTS).asLeaf();
      Tensor image = view(deformed(coefficients)).textured(texels, TextureWrap.CLAMP, background);
      Autograd.gradients(image, seed, List.of(texels, coefficients));
    }

    private Tensor deformed(Tensor coefficients) {
      return mean.add(coefficients.matmul(basis)).reshape(views, mean.size() / 3, 3);
    }

    private RenderedViews view(Tensor vertices) {
      Camera[] cameras = new Camera[views];
      for (int i = 0; i < views; i++) {
        cameras[i] = Camera.orbit(37 * frame++, 10, 0);
      }
      return renderer.view(vertices, List.of(cameras));
    }
  }
}
