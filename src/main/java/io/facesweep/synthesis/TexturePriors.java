package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.ControlRole;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texture prior: a second score distillation gradient on the texture itself in UV space, from
 * the Canny ControlNet or the texture UNet, and a third from the UNet's YUV twin.
 *
 * <p>z of the first is the latent itself and not encode(decode(latent)), which is the same up to
 * the VAE's error: so it costs no VAE and works in latent-space steps. The YUV image has no latent
 * but by the VAE, which latent-space steps do not run; there its gradient is left out.
 */
final class TexturePriors {
  private final Lockstep lockstep;
  private final TensorOwner owner;
  private final @Nullable Distillation prior;
  private final @Nullable Distillation yuv;
  private @Nullable Tensor edges;

  private TexturePriors(
      Lockstep lockstep,
      TensorOwner owner,
      @Nullable Distillation prior,
      @Nullable Distillation yuv) {
    this.lockstep = lockstep;
    this.owner = owner;
    this.prior = prior;
    this.yuv = yuv;
  }

  /**
   * @param owner keeps embeddings and edges
   */
  static TexturePriors of(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
    TextureSettings common = lockstep.lane(0).settings().texture();
    ScoreDistillation unet = models.score(ModelRole.TEXTURE_UNET);
    ScoreDistillation twin = models.score(ModelRole.TEXTURE_UNET_YUV);
    boolean canny = common.prior() == TexturePrior.CANNY_CONTROLNET;
    ScoreDistillation model = canny ? models.diffusion() : unet;
    if (common.prior() == TexturePrior.NONE || model == null) {
      return new TexturePriors(lockstep, owner, null, null);
    }
    TexturePriors priors =
        new TexturePriors(
            lockstep,
            owner,
            Distillation.ofTexture(model, lockstep, "prior-noise", owner),
            canny || !common.priorYuv() || twin == null
                ? null
                : Distillation.ofTexture(twin, lockstep, "yuv-noise", owner));
    if (canny) {
      try (TensorScope scope = TensorScope.open()) {
        priors.edges =
            owner.adopt(
                lockstep.stack(lane -> PriorEdges.of(lane.settings().texture(), models.face())));
      }
    }
    return priors;
  }

  /**
   * Adds the weighted gradients of the present step.
   *
   * @param latents [K, 4, h, w]
   */
  void addTo(Backward backward, Tensor latents) {
    if (prior == null) {
      return;
    }
    double[] weights =
        lockstep.values(
            lane -> {
              TextureSettings s = lane.settings().texture();
              return PriorWeight.at(
                  s.priorSchedule(),
                  s.priorWeightStart(),
                  s.priorWeight(),
                  lane.step(),
                  lockstep.steps());
            });
    Tensor image = edges;
    List<Control> controls =
        image == null
            ? List.of()
            : List.of(
                new Control(
                    ControlRole.TEXTURE_EDGES,
                    image,
                    lockstep.values(lane -> lane.settings().texture().priorControlScale())));
    add(backward, prior, latents, weights, controls, "prior");
  }

  /**
   * Adds the YUV twin's weighted gradient of the present step.
   *
   * @param texture the decoded texture [K, 3, R, R] in [0, 1]
   */
  void addYuvTo(Backward backward, Tensor texture, LatentCodec codec) {
    if (yuv == null) {
      return;
    }
    long side = texture.shape(2) / codec.factor();
    Tensor noise = texture.fullLike(0, texture.shape(0), LatentCodec.CHANNELS, side, side);
    Tensor latents = backward.encode(YuvMapping.toCodecRange(texture), noise);
    double[] weights = lockstep.values(lane -> lane.settings().texture().priorYuvWeight());
    add(backward, yuv, latents, weights, List.of(), "yuv");
  }

  private void add(
      Backward backward,
      Distillation distillation,
      Tensor latents,
      double[] weights,
      List<Control> controls,
      String name) {
    for (int i = 0; i < weights.length; i++) {
      lockstep.lane(i).term(name + "-weight", weights[i]);
    }
    if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      return;
    }
    Distillation.Step found = distillation.gradient(latents, controls);
    for (int i = 0; i < weights.length; i++) {
      lockstep.lane(i).term(name + "-gradient-norm", found.norms()[i]);
    }
    Tensor gradient = found.gradient();
    backward.add(latents, gradient.mul(ItemValues.column(weights, gradient)));
  }

  /** Goes on with some of the trials only. */
  void keep(int[] rows) {
    Tensor image = edges;
    if (image != null) {
      try (TensorScope scope = TensorScope.open()) {
        edges = owner.adopt(Rows.of(image, rows));
      }
      owner.free(image);
    }
  }
}
