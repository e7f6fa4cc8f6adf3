package io.facesweep.assets;

import io.facesweep.mesh.TriangleMesh;
import io.facesweep.render.Camera;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Renders a head from fixed views: elevation 0, one distance, a white background. The same for
 * every trial of that distance, so that pictures can be compared.
 */
public final class FixedViews {

  private final List<Camera> cameras;
  private final int size;
  private final TextureWrap axis;
  private final Device device;

  private FixedViews(List<Camera> cameras, int size, TextureWrap axis, Device device) {
    this.cameras = cameras;
    this.size = size;
    this.axis = axis;
    this.device = device;
  }

  /**
   * Views all around, at equal steps of azimuth from 0, the front.
   *
   * @param count number of views
   * @param size their side in pixels
   * @param camera whose distance and field of view they have
   * @param axis how the texture goes on left and right
   * @param device to render on
   */
  public static FixedViews around(
      int count, int size, Camera camera, TextureWrap axis, Device device) {
    return at(
        IntStream.range(0, count).mapToObj(view -> 360.0 * view / count).toList(),
        size,
        camera,
        axis,
        device);
  }

  /** Views at these azimuths, in degrees, of a camera's distance and field of view. */
  public static FixedViews at(
      List<Double> azimuths, int size, Camera camera, TextureWrap axis, Device device) {
    List<Camera> cameras = azimuths.stream().map(azimuth -> camera.turned(azimuth, 0)).toList();
    return new FixedViews(cameras, size, axis, device);
  }

  /** Returns a view's azimuth in whole degrees with three digits: {@code 000}, {@code 045} ... */
  public String label(int view) {
    return "%03d".formatted(azimuth(view));
  }

  /** Returns a view's azimuth in whole degrees. */
  int azimuth(int view) {
    return (int) Math.round(cameras.get(view).azimuth());
  }

  /** Grey, lit from above the camera, which turns with it. */
  public List<Picture> grey(TriangleMesh mesh) {
    return render(mesh, views -> views.grey(LightPresets.GREY_ALBEDO, lights(), white()));
  }

  /**
   * The texture as it is, under even light.
   *
   * @param albedo [3, resolution, resolution] in [0, 1], row 0 on top
   */
  public List<Picture> textured(TriangleMesh mesh, float[] albedo, int resolution) {
    return render(
        mesh,
        views ->
            views.textured(Tensor.of(albedo, 3, resolution, resolution).to(device), axis, white()));
  }

  private interface Shader {
    Tensor shade(RenderedViews views);
  }

  private List<Picture> render(TriangleMesh mesh, Shader shader) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Renderer renderer = new Renderer(MeshTopology.of(mesh), size, size);
      Tensor vertices = Tensor.of(mesh.vertices(), 1, mesh.vertexCount(), 3).to(device);
      return Picture.ofBatch(shader.shade(renderer.view(vertices, cameras)));
    }
  }

  private Tensor lights() {
    List<Tensor> lights = new ArrayList<>();
    cameras.forEach(
        camera -> lights.add(LightPresets.light(LightPresets.FROM_ABOVE, camera.azimuth())));
    return Tensor.stack(0, lights).to(device); // [N, 9, 3]
  }

  private Tensor white() {
    return Tensor.ones(3).to(device);
  }
}
