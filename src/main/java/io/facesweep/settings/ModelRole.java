package io.facesweep.settings;

import org.jspecify.annotations.Nullable;

/**
 * What a model does for trials or for their measures, key {@code models.<role>}. A role is declared
 * here and opened by its {@link Form}; configuration, local copies, fingerprints and messages
 * follow.
 */
public enum ModelRole implements Choice {
  /** Stable Diffusion 1.x or 2.x; required. */
  DIFFUSION(Form.CHECKPOINT, null, "Stable Diffusion snapshot directory, or a single file"),
  /** Gives a single-file diffusion model what it lacks. */
  PARTS(
      Form.PARTS,
      null,
      "snapshot directory with the tokenizer, configurations, schedule and VAE that a single-file diffusion model lacks"),
  /** In the place of the diffusion model's own. */
  VAE(Form.VAE, null, "VAE in place of the diffusion model's own: a directory or a file"),
  /** Looks at depth renders of the head. */
  DEPTH_CONTROLNET(Form.CONTROLNET, null, "ControlNet given depth renders"),
  /** Looks at the Canny edges of a texture. */
  TEXTURE_CONTROLNET(Form.CONTROLNET, null, "ControlNet given Canny edges of a texture"),
  /** Scores textures as a texture prior. */
  TEXTURE_UNET(Form.UNET, null, "UNet fine-tuned on UV textures"),
  /** The texture UNet's twin. */
  TEXTURE_UNET_YUV(Form.UNET, null, "the same in YUV"),
  /** Measures finished trials and takes no part in them. */
  CLIP(Form.CLIP, null, "CLIP model of the metrics"),
  /** The heads that trials move in. */
  FACE(Form.FACE, "builtin:head", "3D morphable model");

  /** How a model is stored, which decides how it is opened and identified. */
  public enum Form {
    /**
     * A Hugging Face snapshot directory of text encoder, UNet, VAE and scheduler; or one file in
     * the layout of Stable Diffusion's authors.
     */
    CHECKPOINT,
    /** A snapshot directory of which some parts are used. */
    PARTS,
    /** The directory or file of a VAE. */
    VAE,
    /** The directory or file of a ControlNet. */
    CONTROLNET,
    /** The directory of a UNet, or a snapshot or single file that holds one. */
    UNET,
    /** The directory of a CLIP model. */
    CLIP,
    /** {@code builtin:head}, an ICT-FaceKit directory, or a FLAME, BFM or safetensors file. */
    FACE
  }

  private final Form form;
  private final @Nullable String defaultPlace;
  private final String doc;

  ModelRole(Form form, @Nullable String defaultPlace, String doc) {
    this.form = form;
    this.defaultPlace = defaultPlace;
    this.doc = doc;
  }

  /** Returns the full key of a configuration, e.g. {@code models.depth-controlnet}. */
  public String key() {
    return "models." + text();
  }

  public Form form() {
    return form;
  }

  /** Returns where the model lies if a configuration does not say; null for none. */
  public @Nullable String defaultPlace() {
    return defaultPlace;
  }

  /** Returns one line on what the model is, for the reference of keys. */
  public String doc() {
    return doc;
  }

  /** Whether a configuration must name one. */
  public boolean isRequired() {
    return this == DIFFUSION;
  }

  /** Whether every trial computes with one, the default where no other is named. */
  public boolean isInEveryTrial() {
    return isRequired() || defaultPlace != null;
  }

  /** Whether it is a part of the diffusion model, so that every trial computes with it if given. */
  public boolean isPartOfDiffusion() {
    return form == Form.PARTS || form == Form.VAE;
  }

  /** Whether trials compute with it, so that it is a part of their stages' identity. */
  public boolean isOfTrials() {
    return form != Form.CLIP;
  }
}
