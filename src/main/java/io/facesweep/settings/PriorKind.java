package io.facesweep.settings;

import org.jspecify.annotations.Nullable;

/**
 * The second score distillation gradient of the texture phase, taken on the texture itself in UV
 * space.
 */
public enum PriorKind implements ModelChoice {
  /** No prior. */
  NONE(null),
  /** A ControlNet trained on textures and their Canny edges, given one fixed edge image. */
  CANNY_CONTROLNET(ModelRole.TEXTURE_CONTROLNET),
  /** A UNet fine-tuned on UV textures (FaceG2E). */
  TEXTURE_UNET(ModelRole.TEXTURE_UNET);

  private final @Nullable ModelRole model;

  PriorKind(@Nullable ModelRole model) {
    this.model = model;
  }

  @Override
  public @Nullable ModelRole model() {
    return model;
  }

  /** Whether the diffusion model itself looks at the texture, led by the prior's ControlNet. */
  public boolean asksDiffusionModel() {
    return model != null && model.form() == ModelRole.Form.CONTROLNET;
  }
}
