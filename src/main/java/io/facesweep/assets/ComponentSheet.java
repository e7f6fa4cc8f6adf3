package io.facesweep.assets;

import io.facesweep.face.FaceModel;
import io.facesweep.render.Camera;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * A face model's identity components, each at -2 and +2 standard deviations, from where its change
 * shows most, rather in front than behind, and as near as the change is small.
 */
public final class ComponentSheet {
  private static final float DEVIATIONS = 2;
  private static final int COLUMNS = 8;
  private static final double[] AZIMUTHS = {0, 30, 60, 90, 135, 180};

  /** A face is known by its front: changes that are seen from behind count as much less. */
  private static final double BEHIND = 0.5;

  /** Side in pixels of the images in which the change is looked for. */
  private static final int PROBE = 96;

  private final FaceModel model;
  private final int size;
  private final Renderer probe;
  private final Renderer renderer;

  /**
   * @param size side of a picture in pixels
   */
  public ComponentSheet(FaceModel model, int size) {
    MeshTopology topology = MeshTopology.of(model.mean());
    this.model = model;
    this.size = size;
    this.probe = new Renderer(topology, PROBE, PROBE);
    this.renderer = new Renderer(topology, size, size);
  }

  /** The sheet of the first {@code count} components. */
  public Picture draw(int count) {
    List<List<ContactSheet.Cell>> rows = new ArrayList<>();
    for (int component = 0; component < count; component++) {
      if (component % (COLUMNS / 2) == 0) {
        rows.add(new ArrayList<>());
      }
      rows.get(rows.size() - 1).addAll(cells(component));
    }
    return ContactSheet.labelled(rows);
  }

  private List<ContactSheet.Cell> cells(int component) {
    String name = model.identityNames().get(component);
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor less = vertices(component, -DEVIATIONS);
      Tensor more = vertices(component, DEVIATIONS);
      Camera camera = camera(less, more);
      List<Picture> pictures =
          Picture.ofBatch(
              Tensor.cat(
                  0, grey(renderer, less, List.of(camera)), grey(renderer, more, List.of(camera))));
      return List.of(
          new ContactSheet.Cell(pictures.get(0), "-2 " + name),
          new ContactSheet.Cell(pictures.get(1), "+2 " + name));
    }
  }

  private Tensor vertices(int component, float deviations) {
    float[] coefficients = new float[model.identityCount()];
    coefficients[component] = deviations;
    return Tensor.of(model.vertices(coefficients), 1, model.vertexCount(), 3);
  }

  private static Tensor grey(Renderer renderer, Tensor vertices, List<Camera> cameras) {
    RenderedViews views = renderer.view(vertices, cameras);
    List<Tensor> lights = new ArrayList<>();
    cameras.forEach(
        camera -> lights.add(LightPresets.light(LightPresets.FROM_ABOVE, camera.azimuth())));
    return views.grey(LightPresets.GREY_ALBEDO, Tensor.stack(0, lights), Tensor.ones(3));
  }

  /** The camera that sees the greatest change for the size of its picture. */
  private Camera camera(Tensor less, Tensor more) {
    List<Camera> cameras = new ArrayList<>();
    for (double azimuth : AZIMUTHS) {
      cameras.add(Camera.orbit(azimuth, 0, 0));
    }
    Tensor change = grey(probe, less, cameras).sub(grey(probe, more, cameras)).abs();
    float[] changes = change.mean(1).toFloats(); // [N, H, W]
    Camera best = cameras.get(0);
    double most = 0;
    for (int view = 0; view < cameras.size(); view++) {
      Frame frame = Frame.around(changes, view * PROBE * PROBE);
      double gain = frame.gain() * (AZIMUTHS[view] > 90 ? BEHIND : 1);
      if (gain > most) {
        most = gain;
        best = frame.aim(cameras.get(view));
      }
    }
    return best;
  }

  /**
   * A square part of an image.
   *
   * @param x of its middle, -1 at the image's left edge to 1 at its right
   * @param y of its middle, -1 at the bottom to 1 at the top
   * @param half its half side, 1 for the whole image
   * @param gain the change within it for its size
   */
  private record Frame(double x, double y, double half, double gain) {
    private static final double OUTSIDE = 0.04;
    private static final double MARGIN = 1.5;
    private static final double MIN = 0.2;

    /** The frame around most of the change in an image [H, W] that starts at an index. */
    static Frame around(float[] changes, int start) {
      double[] columns = new double[PROBE];
      double[] rows = new double[PROBE];
      double sum = 0;
      for (int i = 0; i < PROBE * PROBE; i++) {
        columns[i % PROBE] += changes[start + i];
        rows[i / PROBE] += changes[start + i];
        sum += changes[start + i];
      }
      double left = position(columns, OUTSIDE * sum);
      double right = position(columns, (1 - OUTSIDE) * sum);
      double top = position(rows, OUTSIDE * sum);
      double bottom = position(rows, (1 - OUTSIDE) * sum);
      double half = MARGIN * Math.max(right - left, bottom - top) / 2;
      half = Math.min(1, Math.max(MIN, half));
      double room = 1 - half;
      double x = Math.max(-room, Math.min(room, (left + right) / 2));
      double y = Math.max(-room, Math.min(room, -(top + bottom) / 2));
      return new Frame(x, y, half, sum / half);
    }

    /** Returns where a running sum reaches a value, -1 at the first to 1 at the last. */
    private static double position(double[] values, double reached) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i];
        if (sum >= reached) {
          return (2 * i + 1.0) / values.length - 1;
        }
      }
      return 1;
    }

    /** The camera turned to this part of its image. */
    Camera aim(Camera camera) {
      double slope = Math.tan(Math.toRadians(camera.fieldOfView()) / 2);
      double across = x * slope * camera.distance();
      double up = y * slope * camera.distance();
      double[] axes = camera.view();
      Camera.Point target =
          new Camera.Point(
              across * axes[0] + up * axes[4],
              across * axes[1] + up * axes[5],
              across * axes[2] + up * axes[6]);
      double angle = 2 * Math.toDegrees(Math.atan(half * slope));
      return new Camera(camera.azimuth(), camera.elevation(), camera.distance(), angle, target);
    }
  }
}
