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
  /** In the place of the diffusion model in the geometry phase. */
  GEOMETRY_DIFFUSION(
      Form.CHECKPOINT,
      null,
      "diffusion model of the geometry phase, with a VAE of its own: a snapshot directory or a single file; where there is none, models.diffusion"),
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
  /** Looks at the normals of the head. */
  NORMAL_CONTROLNET(Form.CONTROLNET, null, "ControlNet given normals of the head"),
  /** Looks at the lines of the face. */
  LANDMARK_CONTROLNET(
      Form.CONTROLNET, null, "ControlNet given MediaPipe's drawing of a face's landmarks"),
  /** Looks at the Canny edges of renders. */
  CANNY_CONTROLNET(Form.CONTROLNET, null, "ControlNet given Canny edges of renders"),
  /** Scores textures as a texture prior. */
  TEXTURE_UNET(Form.UNET, null, "UNet fine-tuned on UV textures"),
  /** The texture UNet's twin. */
  TEXTURE_UNET_YUV(Form.UNET, null, "the same in YUV"),
  /** Measures finished trials and takes no part in them. */
  CLIP(Form.CLIP, null, "CLIP model of the metrics"),
  /** The heads that trials move in. */
  FACE(Form.FACE, "builtin:head", "3D morphable model"),
  /** How textures lie on the face. */
  FACE_UVS(
      Form.FACE_PART,
      null,
      "texture coordinates in the place of the face's own: .obj, .npz or .safetensors"),
  /** What is where on the face. */
  FACE_REGIONS(Form.FACE_PART, null, "regions and landmarks of the face: .json or .pkl");

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
    /** {@code builtin:head}, or a directory or file of a 3D morphable model. */
    FACE,
    /** A file that goes with the face. */
    FACE_PART
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

  /**
   * Whether every trial computes with one: what is named, or the default. Parts of the face have no
   * default: a trial computes with those that are named.
   */
  public boolean isInEveryTrial() {
    return isRequired() || defaultPlace != null || form == Form.FACE_PART;
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
