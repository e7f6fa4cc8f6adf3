package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.render.LightPresets;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Takes the pictures of a phase's animation, always from the same angle in the same light. */
final class Snapshots {
  private static final double AZIMUTH = 20;
  private static final double ELEVATION = 5;
  private static final int LIGHT = 6;
  private static final double GREY = 0.7;

  private final SynthesisOptions options;
  private final Lockstep lockstep;
  private final Renderer renderer;

  Snapshots(SynthesisOptions options, Lockstep lockstep, Renderers renderers) {
    this.options = options;
    this.lockstep = lockstep;
    this.renderer = renderers.at(options.snapshotSize());
  }

  /** Grey pictures, if one is due after {@code done} steps. */
  void grey(int done, Supplier<Tensor> vertices) {
    take(
        done,
        vertices,
        (views, background) -> views.grey(GREY, LightPresets.light(LIGHT, AZIMUTH), background));
  }

  /** Unlit pictures with the texture, if one is due after {@code done} steps. */
  void textured(int done, Supplier<Tensor> vertices, Supplier<Tensor> textures, TextureWrap axis) {
    take(done, vertices, (views, background) -> views.textured(textures.get(), axis, background));
  }

  private void take(
      int done, Supplier<Tensor> vertices, BiFunction<RenderedViews, Tensor, Tensor> image) {
    if (!options.wants(done, lockstep.steps())) {
      return;
    }
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      List<Camera> cameras = new ArrayList<>();
      for (int i = 0; i < lockstep.size(); i++) {
        Camera reference = ReferenceCamera.of(lockstep.state(i).trial().settings());
        cameras.add(reference.turned(AZIMUTH, ELEVATION));
      }
      Tensor heads = vertices.get();
      Tensor images = image.apply(renderer.view(heads, cameras), lockstep.background(3, heads));
      for (int i = 0; i < lockstep.size(); i++) {
        TrialState state = lockstep.state(i);
        state.add(Snapshot.of(state.phase(), done, images.select(0, i)));
      }
    }
  }
}
