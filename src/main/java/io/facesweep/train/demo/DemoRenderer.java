package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;

/**
 * Renders training pictures exactly as the optimisation's views are rendered. Threads may share it.
 */
final class DemoRenderer {
  /** Texels of a render's texture for a pixel of the picture: eyes and lips stay sharp. */
  private static final int TEXELS = 2;

  private final FaceModel face;
  private final Renderer renderer;
  private final TexturePainter painter;
  private final TexturePainter detailed;

  /**
   * @param side of pictures and textures
   */
  DemoRenderer(FaceModel face, int side) {
    this.face = face;
    this.renderer = new Renderer(MeshTopology.of(face.mean()), side, side);
    this.painter = new TexturePainter(face, side);
    this.detailed = new TexturePainter(face, TEXELS * side, 1);
  }

  /**
   * Pictures and their depth.
   *
   * @param images [N, 3, side, side] in [0, 1]
   * @param depths [N, side, side], background 0, the head in [0.5, 1], near bright
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
  record Rendered(float[] images, float[] depths) {}

  FaceModel face() {
    return face;
  }

  /** Returns what paints textures of the pictures' size. */
  TexturePainter painter() {
    return painter;
  }

  Rendered render(List<DemoItem> items) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      int count = items.size();
      float[] vertices = new float[count * 3 * face.vertexCount()];
      float[] light = new float[count * 27];
      for (int i = 0; i < count; i++) {
        DemoItem item = items.get(i);
        float[] shape = face.vertices(item.person().coefficients(face, item.shapeRandom()));
        System.arraycopy(shape, 0, vertices, i * shape.length, shape.length);
        System.arraycopy(item.light(), 0, light, 27 * i, 27);
      }
      RenderedViews views =
          renderer.view(
              Tensor.of(vertices, count, face.vertexCount(), 3),
              items.stream().map(DemoItem::camera).toList());
      Tensor images =
          views.lit(
              textures(items, views),
              TextureWrap.REPEAT,
              Tensor.of(light, count, 9, 3),
              Tensor.ones(3));
      Tensor depths = views.controlDepth(DepthOrder.NEAR_BRIGHT).slice(1, 0, 1);
      return new Rendered(images.toFloats(), depths.toFloats());
    }
  }

  /** Textures of the people, painted where their views show them: [N, 3, H, W]. */
  private Tensor textures(List<DemoItem> items, RenderedViews views) {
    int side = detailed.side();
    int size = 3 * side * side;
    float[] textures = new float[items.size() * size];
    TexelsInView texels = new TexelsInView(views, side);
    for (int i = 0; i < items.size(); i++) {
      DemoItem item = items.get(i);
      if (item.clay()) {
        Arrays.fill(textures, i * size, (i + 1) * size, 1);
      } else {
        float[] texture = detailed.paint(item.person(), item.textureRandom(), texels.of(i));
        System.arraycopy(texture, 0, textures, i * size, size);
      }
    }
    return Tensor.of(textures, items.size(), 3, side, side);
  }
}
