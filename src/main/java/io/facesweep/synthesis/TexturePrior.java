package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.List;

/**
 * A gradient on the texture itself in UV space, beside that of renders. One class for each; it
 * holds nothing of a trial. The models that it needs are declared by the settings that turn it on:
 * {@link io.facesweep.settings.PriorKind#model}, {@link io.facesweep.settings.Setting#model}.
 */
interface TexturePrior {
  /** Returns those that a trial has, in order. */
  static List<TexturePrior> of(TextureSettings settings) {
    return switch (settings.prior()) {
      case NONE -> List.of();
      case CANNY_CONTROLNET -> List.of(new CannyPrior());
      case TEXTURE_UNET ->
          settings.priorYuv() ? List.of(new UnetPrior(), new YuvPrior()) : List.of(new UnetPrior());
    };
  }

  /** Returns what is wrong with settings beside the rules between them, such as missing images. */
  default List<String> problems(TextureSettings settings, FaceModel face) {
    return List.of();
  }

  /**
   * Returns how many bytes its net takes for a trial while it computes, about; 0 where the model is
   * missing.
   */
  long scoreBytes(TrialSettings trial, SynthesisModels models);

  /** Returns how many bytes it keeps for a trial through a whole step, about. */
  default long keptBytes(TrialSettings trial, SynthesisModels models) {
    return 0;
  }

  /**
   * Begins with a batch whose trials all have it.
   *
   * @param models with those that it needs
   * @param owner keeps what stays the same at all steps
   */
  Gradient gradient(SynthesisModels models, Lockstep lockstep, TensorOwner owner);

  /** What it adds to the steps of a batch. */
  interface Gradient {
    /**
     * Adds what it has at the latents, in each step.
     *
     * @param latents [K, 4, h, w]
     */
    default void addAtLatents(Backward backward, Tensor latents) {}

    /**
     * Adds what it has at the decoded texture, in image-space steps, before {@link #addAtLatents}.
     *
     * @param texture [K, 3, R, R] in [0, 1]
     */
    default void addAtTexture(Backward backward, Tensor texture) {}

    /** Goes on with some of the trials only. */
    default void keep(int[] rows) {}
  }
}
