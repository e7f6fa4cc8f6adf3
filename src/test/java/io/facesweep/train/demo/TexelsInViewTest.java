package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.SameBits;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class TexelsInViewTest {
  private static final int SIDE = 64;

  /** From the front, from behind where the texture's borders meet, from above. */
  private static final List<Camera> CAMERAS =
      List.of(Camera.orbit(0, 0, 0), Camera.orbit(180, 5, 1), Camera.orbit(75, 40, 0));

  @Test
  void otherTexelsDoNotChangeAPicture() {
    FaceModel face = FaceModels.open("builtin:head");
    try (TensorScope scope = TensorScope.open()) {
      Renderer renderer = new Renderer(MeshTopology.of(face.mean()), SIDE, SIDE);
      Tensor vertices = Tensor.of(face.mean().vertices(), 1, face.vertexCount(), 3);
      RenderedViews views = renderer.view(vertices, CAMERAS);
      TexelsInView texels = new TexelsInView(views, 2 * SIDE);
      float[] whole = RandomStream.of("texels", 0).normal(2 * SIDE, 2 * SIDE).toFloats();
      for (int view = 0; view < CAMERAS.size(); view++) {
        boolean[] inView = texels.of(view);
        float[] part = whole.clone();
        int left = 0;
        for (int texel = 0; texel < part.length; texel++) {
          if (!inView[texel]) {
            part[texel] = 1e6f;
            left++;
          }
        }
        assertThat(left).isGreaterThan(part.length / 4);
        SameBits.assertSame(
            "view " + view, picture(views, view, part), picture(views, view, whole));
      }
    }
  }

  private static float[] picture(RenderedViews views, int view, float[] texture) {
    return views
        .textured(Tensor.of(texture, 1, 2 * SIDE, 2 * SIDE), TextureWrap.REPEAT, Tensor.zeros(1))
        .select(0, view)
        .toFloats();
  }
}
