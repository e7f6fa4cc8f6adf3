package io.facesweep.check;

import io.facesweep.face.FaceModel;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.render.Camera;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.List;

/** Renders of a head and their gradients, which are float32 whatever the nets compute in. */
public final class RenderProbes implements ProbeGroup {
  private static final int SIDE = 96;
  private static final int TEXTURE = 64;
  private static final double GREY = 0.8;
  private static final List<Camera> CAMERAS =
      List.of(Camera.orbit(20, 5, 0), Camera.orbit(-110, 10, 0));

  private final TriangleMesh mesh;
  private final Renderer renderer;

  public RenderProbes(FaceModel face) {
    mesh = face.mean();
    renderer = new Renderer(MeshTopology.of(mesh), SIDE, SIDE);
  }

  @Override
  public String name() {
    return "render";
  }

  /** Renders are float32 everywhere. */
  @Override
  public Place reference() {
    return Place.CPU;
  }

  /** Rounding may move a pixel of a silhouette. */
  @Override
  public double tolerance(DType type) {
    return 2e-2;
  }

  @Override
  public Session open(Place place, int items) {
    return new Scene(new BatchInputs(RandomStream.of("check-render", 1), place, items));
  }

  private final class Scene implements Session {
    private final BatchInputs inputs;
    private final Tensor vertices; // [1, V, 3]
    private final Tensor light; // [9, 3]
    private final Tensor texture; // [N, 3, H, W]
    private final Tensor background;

    Scene(BatchInputs inputs) {
      this.inputs = inputs;
      Place place = inputs.place();
      vertices =
          place.bring(Tensor.of(mesh.vertices(), 1, mesh.vertexCount(), 3)).to(DType.FLOAT32);
      light = place.bring(LightPresets.light(1, 0)).to(DType.FLOAT32);
      texture = inputs.uniform("texture", 3, TEXTURE, TEXTURE);
      background = place.bring(Tensor.ones(3)).to(DType.FLOAT32);
    }

    @Override
    public List<Probe> probes() {
      Probe grey = new Probe("grey", () -> views(vertices).grey(GREY, light, background));
      Probe geometry = new Probe("grey backward", this::vertexGradient);
      return mesh.isTextured()
          ? List.of(
              grey,
              geometry,
              new Probe("textured", () -> textured(texture)),
              new Probe("textured backward", this::textureGradient))
          : List.of(grey, geometry);
    }

    private RenderedViews views(Tensor positions) {
      return renderer.view(positions, CAMERAS.subList(0, inputs.items()));
    }

    private Tensor textured(Tensor own) {
      return views(vertices).textured(own, TextureWrap.CLAMP, background);
    }

    private Tensor vertexGradient() {
      Tensor leaf = vertices.expand(inputs.items(), -1, -1).contiguous().asLeaf();
      Tensor image = views(leaf).grey(GREY, light, background);
      return Autograd.gradient(image, seed(), leaf);
    }

    private Tensor textureGradient() {
      Tensor leaf = texture.asLeaf();
      return Autograd.gradient(textured(leaf), seed(), leaf);
    }

    private Tensor seed() {
      return inputs.normal("seed", 3, SIDE, SIDE);
    }

    /** The tensors belong to the caller's scope. */
    @Override
    public void close() {}
  }
}
