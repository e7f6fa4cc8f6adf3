package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.TextureWrap;
import io.facesweep.settings.PriorKind;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which texels of the trials' parameters some camera has seen so far: only these follow renders. A
 * VAE's decoder mixes all latents with all pixels a little, and an optimiser that divides by the
 * gradient's size makes a full step of that little; so the others would be rewritten by noise.
 *
 * <p>A texel next to one that is in view counts as seen, and with a symmetry loss the mirror image
 * of a seen one too. A prior moves all texels, since it looks at all of them; where it looks at
 * their decoding, all follow renders too.
 */
final class SeenTexels implements AutoCloseable {
  /** A view of a trial at a resolution. */
  private record View(int place, Camera camera, int side) {}

  private final TensorOwner owner = new TensorOwner();
  private final Lockstep lockstep;
  private final TextureWrap axis;
  private final boolean headsAreFixed;
  private final boolean priorMovesAll;
  private final boolean followsAll;
  private final boolean mirrors;
  private final Set<View> known = new HashSet<>();
  private Tensor seen; // [K, 1, h, w], 1 or 0

  /**
   * Starts with nothing seen.
   *
   * @param parameter [K, C, h, w]
   */
  SeenTexels(Lockstep lockstep, Tensor parameter, TextureWrap axis, Controls.Heads heads) {
    TextureSettings common = lockstep.state(0).settings().texture();
    this.lockstep = lockstep;
    this.axis = axis;
    this.headsAreFixed = heads == Controls.Heads.FIXED;
    this.priorMovesAll = common.prior() != PriorKind.NONE;
    this.followsAll = priorMovesAll && common.priorSeesImages();
    this.mirrors = common.symmetryWeight() > 0;
    try (TensorScope scope = TensorScope.open()) {
      long[] shape = {parameter.shape(0), 1, parameter.shape(2), parameter.shape(3)};
      seen = owner.adopt(parameter.fullLike(0, shape));
    }
  }

  /** Adds what the step's views show, one per running trial. */
  void add(RenderedViews views) {
    int side = views.height();
    List<View> now =
        lockstep.running().stream()
            .map(state -> new View(state.place(), state.camera(), side))
            .toList();
    if (headsAreFixed && known.containsAll(now)) {
      return;
    }
    known.addAll(now);
    Tensor found = dilated(inView(views));
    replace(seen.maximum(mirrors ? found.maximum(found.flip(3)) : found));
  }

  /** Texels that pixels are made of, as 1, [K, 1, h, w]. */
  private Tensor inView(RenderedViews views) {
    Tensor gradient;
    try (GradMode on = GradMode.enabled()) {
      Tensor probe = seen.zerosLike().asLeaf();
      Tensor image = views.textured(probe, axis, probe.fullLike(0, 1));
      gradient = Autograd.gradient(image.sum(), probe);
    }
    return gradient.greater(0).where(gradient.onesLike(), gradient.zerosLike());
  }

  /** With the texels around each, [K, 1, h, w]. */
  private Tensor dilated(Tensor texels) {
    long height = texels.shape(2);
    long width = texels.shape(3);
    Tensor tall = Functional.pad(texels, 0, 0, 0, 1, 1);
    Tensor column = tall.slice(2, 0, height).maximum(texels).maximum(tall.slice(2, 2, height + 2));
    Tensor wide =
        axis == TextureWrap.REPEAT
            ? Functional.padCircular(column, 1, 1, 0, 0)
            : Functional.pad(column, 0, 1, 1, 0, 0);
    return wide.slice(3, 0, width).maximum(column).maximum(wide.slice(3, 2, width + 2));
  }

  /**
   * Returns the same values, whose gradient comes to the seen texels only.
   *
   * @param parameter [K, C, h, w]
   */
  Tensor gated(Tensor parameter) {
    return followsAll ? parameter : seen.greater(0).where(parameter, parameter.detach());
  }

  /**
   * Returns a gradient without what comes to unseen texels, unless a prior moves all.
   *
   * @param gradient [K, C, h, w]
   */
  Tensor ofSeen(Tensor gradient) {
    return priorMovesAll ? gradient : seen.greater(0).where(gradient, gradient.zerosLike());
  }

  /**
   * Returns what a step has made of the texels that may move, and the others as they were.
   *
   * @param before [K, C, h, w]
   * @param after of the same shape
   */
  Tensor withRestOf(Tensor before, Tensor after) {
    return priorMovesAll ? after : seen.greater(0).where(after, before);
  }

  /** Goes on with some of the trials only. */
  void keep(int[] rows) {
    try (TensorScope scope = TensorScope.open()) {
      replace(Rows.of(seen, rows));
    }
  }

  private void replace(Tensor next) {
    owner.free(seen);
    seen = owner.adopt(next);
  }

  @Override
  public void close() {
    owner.close();
  }
}
