package io.facesweep.bench;

import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.Culling;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.Rasterizer;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.ViewCache;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The host's part of a step's renders, on the built-in head: projection, rasterising, packing,
 * silhouettes, and their way to the device, which is the CPU here. JSON lines.
 *
 * <p>Arguments: pixels of a side, views, threads, and {@code moving} for heads that move or {@code
 * fixed} for such that stay, of 30 views each that come again.
 */
public final class HostRenderBench {
  private static final int WARM_UP = 60;
  private static final int SAMPLES = 60;
  private static final int VIEWS_OF_A_HEAD = 30;

  private HostRenderBench() {}

  public static void main(String[] arguments) {
    Torch.threads(1);
    int side = Integer.parseInt(arguments[0]);
    int views = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    FaceModel face = FaceModels.open(new FaceFiles("builtin:head", null, null));
    Renderer renderer =
        new Renderer(
            MeshTopology.of(face.mean()), new Rasterizer(side, side, Culling.NONE, threads));
    ViewMaker maker =
        arguments[3].equals("fixed")
            ? new Kept(renderer, views)::view
            : (vertices, cameras) -> renderer.view(vertices, cameras);
    double[] millis = new double[SAMPLES];
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor one = Tensor.of(face.mean().vertices(), 1, face.vertexCount(), 3);
      Tensor vertices = one.expand(views, face.vertexCount(), 3).contiguous();
      for (int i = -WARM_UP; i < SAMPLES; i++) {
        List<Camera> cameras = new ArrayList<>();
        for (int view = 0; view < views; view++) {
          int number = Math.floorMod(i + 4 * view, VIEWS_OF_A_HEAD);
          cameras.add(Camera.orbit(12 * number, 10, 0));
        }
        long started = System.nanoTime();
        try (TensorScope step = TensorScope.open()) {
          maker.view(vertices, cameras).mask();
        }
        if (i >= 0) {
          millis[i] = (System.nanoTime() - started) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "{\"side\":%d,\"views\":%d,\"threads\":%d,\"heads\":\"%s\",\"median_ms\":%.2f,"
            + "\"min_ms\":%.2f}%n",
        side,
        views,
        threads,
        arguments[3],
        millis[SAMPLES / 2],
        millis[0]);
  }

  private interface ViewMaker {
    RenderedViews view(Tensor vertices, List<Camera> cameras);
  }

  /** Apart, so that the others run on versions that keep no views. */
  private static final class Kept {
    private final Renderer renderer;
    private final List<Integer> heads;
    private final ViewCache cache = new ViewCache(Long.MAX_VALUE);

    private Kept(Renderer renderer, int views) {
      this.renderer = renderer;
      this.heads = Collections.nCopies(views, 0);
    }

    private RenderedViews view(Tensor vertices, List<Camera> cameras) {
      return renderer.view(vertices, cameras, heads, cache);
    }
  }
}
