package io.facesweep.settings;

/**
 * The second score distillation gradient of the texture phase, taken on the texture itself in UV
 * space.
 */
public enum TexturePrior implements Choice {
  /** No prior. */
  NONE,
  /** A ControlNet trained on textures and their Canny edges, given one fixed edge image. */
  CANNY_CONTROLNET,
  /** A UNet fine-tuned on UV textures (FaceG2E). */
  TEXTURE_UNET
}
