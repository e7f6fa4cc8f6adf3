package io.facesweep.synthesis;

import io.facesweep.render.DepthOrder;
import io.facesweep.render.RenderedViews;
import io.facesweep.settings.DepthConvention;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a ControlNet of the diffusion model is shown beside z: an image of the head from the step's
 * camera. Each constant says of every phase whether and how strongly trials have it.
 */
enum ControlSource {
  /** Depth: background 0, each view's own range mapped to [0.5, 1]. */
  DEPTH(ModelRole.DEPTH_CONTROLNET, 1) {
    @Override
    boolean isOn(TrialSettings trial, SynthesisPhase phase) {
      return phase != SynthesisPhase.GEOMETRY && trial.texture().depthControl();
    }

    @Override
    double scale(TrialState state) {
      return state.settings().texture().depthScale();
    }

    @Override
    Tensor images(RenderedViews views, List<TrialState> states) {
      return views.controlDepth(states.stream().map(DEPTH::order).toList()).slice(1, 0, 1);
    }
  };

  private final ModelRole role;
  private final int channels;

  /**
   * @param channels of the images: 3, or 1 where the ControlNet sees three equal ones
   */
  ControlSource(ModelRole role, int channels) {
    this.role = role;
    this.channels = channels;
  }

  /** Returns those that a trial has in a phase, in order. */
  static List<ControlSource> of(TrialSettings trial, SynthesisPhase phase) {
    return Stream.of(values()).filter(source -> source.isOn(trial, phase)).toList();
  }

  /** Whether a trial has it in a phase; trials in lockstep agree. */
  abstract boolean isOn(TrialSettings trial, SynthesisPhase phase);

  /** Returns the conditioning scale of a trial's ControlNet in its phase. */
  abstract double scale(TrialState state);

  /**
   * Returns the images, [N, channels, H, W] in [0, 1].
   *
   * @param views the N heads as the cameras of their steps see them
   * @param states the trials, one per view
   */
  abstract Tensor images(RenderedViews views, List<TrialState> states);

  ModelRole role() {
    return role;
  }

  int channels() {
    return channels;
  }

  /** Returns how many bytes one image takes. */
  long bytes(long side) {
    return channels * side * side * Float.BYTES;
  }

  DepthOrder order(TrialState state) {
    return state.settings().texture().depthConvention() == DepthConvention.NEAR_BRIGHT
        ? DepthOrder.NEAR_BRIGHT
        : DepthOrder.FAR_BRIGHT;
  }
}
