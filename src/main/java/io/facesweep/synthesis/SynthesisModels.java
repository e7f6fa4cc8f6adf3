package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TextureParameter;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.EnumMap;
import java.util.Map;

/**
 * What trials compute with; shared by all of a process, and none of it is changed by a trial.
 *
 * @param scores what scores latents, by role: the denoiser with its ControlNets, that of the
 *     geometry phase where it is another, and the texture UNets that there are
 * @param codec the VAE
 * @param geometryCodec the VAE of the geometry phase
 * @param face the 3D morphable model
 * @param device where renders, parameters and optimisers live
 */
public record SynthesisModels(
    Map<ModelRole, ScoreDistillation> scores,
    LatentCodec codec,
    LatentCodec geometryCodec,
    FaceModel face,
    Device device) {
  public SynthesisModels {
    scores = Map.copyOf(scores);
    if (!scores.containsKey(ModelRole.DIFFUSION)) {
      throw new IllegalArgumentException(
          "Invalid models: %s (expected %s among them)".formatted(scores, ModelRole.DIFFUSION));
    }
  }

  /** Models with one VAE. */
  public SynthesisModels(
      Map<ModelRole, ScoreDistillation> scores, LatentCodec codec, FaceModel face, Device device) {
    this(scores, codec, codec, face, device);
  }

  /** Models without any but the denoiser. */
  public SynthesisModels(
      ScoreDistillation diffusion, LatentCodec codec, FaceModel face, Device device) {
    this(Map.of(ModelRole.DIFFUSION, diffusion), codec, face, device);
  }

  /** Returns the denoiser, with its ControlNets. */
  public ScoreDistillation diffusion() {
    return score(ModelRole.DIFFUSION);
  }

  /**
   * Returns the models of the geometry phase: those with its own denoiser and VAE in the place of
   * the others, where it has them.
   */
  SynthesisModels ofGeometry() {
    ScoreDistillation own = scores.get(ModelRole.GEOMETRY_DIFFUSION);
    if (own == null) {
      return this;
    }
    Map<ModelRole, ScoreDistillation> others = new EnumMap<>(scores);
    others.remove(ModelRole.GEOMETRY_DIFFUSION);
    others.put(ModelRole.DIFFUSION, own);
    return new SynthesisModels(others, geometryCodec, face, device);
  }

  /** Whether the net of a role is there: one that scores latents, or a ControlNet. */
  boolean has(ModelRole role) {
    return role.form() == ModelRole.Form.CONTROLNET
        ? diffusion().has(role)
        : scores.containsKey(role);
  }

  /**
   * Returns what scores latents in a role.
   *
   * @throws IllegalStateException if there is none
   */
  ScoreDistillation score(ModelRole role) {
    ScoreDistillation model = scores.get(role);
    if (model == null) {
      throw new IllegalStateException("Cannot score: %s is not loaded".formatted(role.key()));
    }
    return model;
  }

  /**
   * Makes the texture of a trial of what was optimised, as its texture phase does at the end.
   *
   * @param parameter what the trial optimised
   * @param resolution side R of the texture
   * @param values scaled latents [4, R/f, R/f], or texels [3, R, R]
   * @return [3, R, R] in [0, 1]
   * @throws UserException if there are not as many values
   */
  public float[] albedo(TextureParameter parameter, int resolution, float[] values) {
    boolean isTexels = parameter == TextureParameter.RGB;
    int channels = isTexels ? TextureImages.CHANNELS : LatentCodec.CHANNELS;
    int side = isTexels ? resolution : resolution / codec.factor();
    if (values.length != channels * side * side) {
      throw new UserException(
          "Cannot make the texture: %d %s (expected %d x %d x %d)"
              .formatted(
                  values.length, isTexels ? "values of texels" : "latents", channels, side, side));
    }
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor stored = Tensor.of(values, 1, channels, side, side).to(device);
      return TextureValues.of(parameter).texture(codec, stored).toFloats();
    }
  }
}
