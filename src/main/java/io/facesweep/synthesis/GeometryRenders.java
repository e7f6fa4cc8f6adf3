package io.facesweep.synthesis;

import io.facesweep.render.NormalSpace;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.settings.GeometryRender;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.NormalFrame;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;

/**
 * What the geometry phase shows the diffusion model: grey renders in the step's light, maps of
 * normals, or for each trial and step one of them, each before its own background.
 */
final class GeometryRenders {
  private final Lockstep lockstep;
  private final Renderer renderer;

  GeometryRenders(Lockstep lockstep, Renderer renderer) {
    this.lockstep = lockstep;
    this.renderer = renderer;
  }

  /**
   * Images [K, 3, H, W] in [0, 1] of the present step.
   *
   * @param vertices [K, V, 3]
   */
  Tensor of(Tensor vertices) {
    RenderedViews views = renderer.view(vertices, lockstep.cameras());
    Tensor background = lockstep.backgrounds(vertices);
    double[] normals = lockstep.values(state -> showsNormals(state) ? 1 : 0);
    double count = Arrays.stream(normals).sum();
    if (count == normals.length) {
      return normals(views, vertices);
    }
    // The light is scaled by each trial's albedo instead of the other way round.
    Tensor light =
        lockstep.stackOnHost(state -> state.light().mul(state.settings().geometry().greyAlbedo()));
    Tensor grey = views.grey(1, light, background);
    if (count == 0) {
      return grey;
    }
    Tensor choice = ItemValues.column(normals, grey).greater(0.5);
    return choice.where(normals(views, vertices), grey);
  }

  private Tensor normals(RenderedViews views, Tensor like) {
    NormalFrame frame = lockstep.state(0).settings().geometry().normalFrame();
    return views.normals(
        frame == NormalFrame.CAMERA ? NormalSpace.CAMERA : NormalSpace.WORLD,
        lockstep.background(3, like, state -> state.settings().geometry().normalBackground()));
  }

  private static boolean showsNormals(TrialState state) {
    GeometrySettings settings = state.settings().geometry();
    if (settings.render() == GeometryRender.MIX) {
      double draw = state.random("render").scalars().nextDouble();
      return draw < settings.normalProbability();
    }
    return settings.render() == GeometryRender.NORMAL;
  }

  /** Images at another side: bilinear, with a low-pass filter where they shrink. */
  static Tensor resized(Tensor images, long side) {
    long now = images.shape(2);
    if (now == side) {
      return images;
    }
    return now < side
        ? Functional.resizeBilinear(images, side, side)
        : Functional.resizeAntialiased(images, side, side);
  }
}
