package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.settings.DepthConvention;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Depth renders of the step's views as the depth ControlNet takes them. Where the head is fixed and
 * views come from fixed sets, each is rendered once.
 */
final class DepthImages {
  /** Cached images together stay below this. */
  private static final long CACHE_BYTES = 1L << 30;

  private record Key(int place, Camera camera) {}

  private final Lockstep lockstep;
  private final Renderer renderer;
  private final TensorOwner owner;
  private final Map<Key, Tensor> cache = new HashMap<>();
  private final boolean caches;

  /**
   * @param renderer at {@code texture.render-resolution}
   * @param owner keeps the cache
   */
  DepthImages(Lockstep lockstep, Renderer renderer, HeadSource head, TensorOwner owner) {
    TextureSettings common = lockstep.lane(0).settings().texture();
    this.lockstep = lockstep;
    this.renderer = renderer;
    this.owner = owner;
    long side = common.renderResolution();
    double images = lockstep.all().stream().mapToDouble(lane -> lane.views().distinct()).sum();
    this.caches = head.isFixed() && images * side * side * Float.BYTES <= CACHE_BYTES;
  }

  /**
   * The images of the present step, [K, 3, H, W], background 0, the head in [0.5, 1].
   *
   * @param vertices [K, V, 3]
   * @param views of this step at the full resolution, if there are
   */
  Tensor of(Tensor vertices, @Nullable RenderedViews views) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(() -> images(vertices.detach(), views));
    }
  }

  private Tensor images(Tensor vertices, @Nullable RenderedViews views) {
    if (!caches) {
      RenderedViews own = views == null ? renderer.view(vertices, lockstep.cameras()) : views;
      return own.controlDepth(orders(IntStream.range(0, lockstep.size())));
    }
    int[] missing =
        IntStream.range(0, lockstep.size()).filter(i -> !cache.containsKey(key(i))).toArray();
    if (missing.length > 0) {
      List<Camera> cameras =
          IntStream.of(missing).mapToObj(i -> lockstep.lane(i).camera()).toList();
      Tensor found =
          renderer
              .view(Rows.of(vertices, missing), cameras)
              .controlDepth(orders(IntStream.of(missing)))
              .slice(1, 0, 1);
      for (int i = 0; i < missing.length; i++) {
        cache.put(key(missing[i]), owner.adopt(found.select(0, i).copy()));
      }
    }
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < lockstep.size(); i++) {
      images.add(cache.get(key(i)));
    }
    Tensor one = Tensor.stack(0, images); // [K, 1, H, W]
    return one.expand(one.shape(0), 3, one.shape(2), one.shape(3));
  }

  private List<DepthOrder> orders(IntStream rows) {
    return rows.mapToObj(
            row ->
                lockstep.lane(row).settings().texture().depthConvention()
                        == DepthConvention.NEAR_BRIGHT
                    ? DepthOrder.NEAR_BRIGHT
                    : DepthOrder.FAR_BRIGHT)
        .toList();
  }

  private Key key(int row) {
    Lane lane = lockstep.lane(row);
    return new Key(lane.place(), lane.camera());
  }
}
