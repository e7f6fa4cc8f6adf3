package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewCacheTest {
  private static final int SIZE = 48;
  private static final Camera FRONT = Camera.orbit(0, 0, 0);
  private static final Camera LEFT = Camera.orbit(70, 20, 0);
  private static final Camera BACK = Camera.orbit(180, -10, 1);

  private final TensorScope scope = TensorScope.open();
  private final SphereScene scene = new SphereScene(24, 32);
  private final Renderer renderer =
      new Renderer(scene.topology(), new Rasterizer(SIZE, SIZE, Culling.NONE, 3));
  private final Tensor head = scene.deformed(Tensor.of(new float[] {1, -1, 0.5f}, 3), 0.1);
  private final Tensor other = scene.mesh().mul(0.7);
  private final Tensor black = Tensor.zeros(3);
  private final Tensor light = LightPresets.light(3, 0);

  @AfterEach
  void close() {
    scope.close();
  }

  private float[] grey(RenderedViews views) {
    return views.grey(0.9, light, black).toFloats();
  }

  private static List<String> places(List<int[]> asked) {
    return asked.stream().map(Arrays::toString).toList();
  }

  /** A cache that notes which places it asks for. */
  private HostViews views(ViewCache cache, List<int[]> asked, int[] heads, Camera... cameras) {
    return cache.views(
        IntStream.of(heads).boxed().toList(),
        List.of(cameras),
        missing -> {
          asked.add(missing);
          List<ClipMesh> meshes = new ArrayList<>();
          for (int place : missing) {
            float[] clip = cameras[place].project(scene.vertices(), 1);
            meshes.add(new ClipMesh(clip, scene.topology().faces()));
          }
          Fragments found = new Rasterizer(SIZE, SIZE, Culling.NONE, 1).rasterize(meshes);
          return HostViews.of(found, scene.topology().edges(), 1);
        });
  }

  @Test
  void keptViewsGiveTheSameImagesToTheLastBit() {
    ViewCache cache = new ViewCache(Long.MAX_VALUE);
    Tensor both = Tensor.cat(0, head, other);
    List<List<Camera>> steps =
        List.of(
            List.of(FRONT, LEFT),
            List.of(FRONT, BACK),
            List.of(FRONT, LEFT),
            List.of(LEFT, FRONT),
            List.of(BACK, BACK));
    for (List<Camera> cameras : steps) {
      RenderedViews fresh = renderer.view(both, cameras);
      RenderedViews kept = renderer.view(both, cameras, List.of(4, 9), cache);
      assertThat(grey(kept)).containsExactly(grey(fresh));
      assertThat(kept.depth().toFloats()).containsExactly(fresh.depth().toFloats());
      assertThat(kept.textureCoordinates().toFloats())
          .containsExactly(fresh.textureCoordinates().toFloats());
      assertThat(kept.height()).isEqualTo(SIZE);
    }
  }

  @Test
  void onlyViewsThatWereNotSeenAreLookedFor() {
    ViewCache cache = new ViewCache(Long.MAX_VALUE);
    List<int[]> asked = new ArrayList<>();
    views(cache, asked, new int[] {0, 1}, FRONT, LEFT);
    views(cache, asked, new int[] {0, 1}, FRONT, BACK);
    views(cache, asked, new int[] {1, 0}, BACK, FRONT);
    views(cache, asked, new int[] {0, 1}, LEFT, FRONT);
    assertThat(places(asked)).containsExactly("[0, 1]", "[1]", "[0, 1]");
  }

  @Test
  void whatIsTooMuchIsFoundAgainEachTime() {
    List<int[]> asked = new ArrayList<>();
    ViewCache none = new ViewCache(0);
    views(none, asked, new int[] {0}, FRONT);
    views(none, asked, new int[] {0}, FRONT);
    assertThat(places(asked)).containsExactly("[0]", "[0]");

    asked.clear();
    long one = views(none, asked, new int[] {0}, FRONT).view(0).bytes();
    ViewCache small = new ViewCache(one + one / 2);
    asked.clear();
    views(small, asked, new int[] {0, 1}, FRONT, FRONT);
    views(small, asked, new int[] {0, 1}, FRONT, FRONT);
    assertThat(places(asked)).containsExactly("[0, 1]", "[1]");
  }

  @Test
  void keptViewsHaveNoFragments() {
    ViewCache cache = new ViewCache(Long.MAX_VALUE);
    renderer.view(head, List.of(FRONT), List.of(0), cache);
    RenderedViews kept = renderer.view(head, List.of(FRONT), List.of(0), cache);
    assertThatThrownBy(kept::fragments)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot give the fragments of views that are kept: only their pixels are");
  }
}
