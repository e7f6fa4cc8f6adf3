package io.facesweep.diffusion;

/** What a file or a folder of a diffusion model, or of what goes with one, is. */
public enum ModelContent {
  /** A diffusion model as a snapshot with all its parts. */
  CHECKPOINT,
  /** A diffusion model as a single file. */
  FILE,
  /** A snapshot of which parts are missing. */
  PARTS,
  /** A UNet by itself. */
  UNET,
  /** A VAE by itself. */
  VAE,
  /** A ControlNet. */
  CONTROLNET,
  /** CLIP with both towers. */
  CLIP,
  /** What a snapshot is made of and no key takes alone: a text encoder, tokenizer, schedule. */
  PART,
  /** A LoRA, as a file or as a folder. */
  LORA,
  /** A textual inversion embedding. */
  EMBEDDING,
  /** Tensors that are none of these. */
  OTHER
}
