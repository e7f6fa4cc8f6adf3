package io.facesweep.synthesis;

import io.facesweep.settings.GuidanceSettings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Score distillation with one denoiser for all trials of a phase: the same texts and scales all the
 * way, new noise at each step.
 */
final class Distillation {
  private final ScoreModel model;
  private final Lockstep lockstep;
  private final PromptEmbeddings embeddings;
  private final Function<Lane, String> prompt;
  private final ToDoubleFunction<Lane> scale;
  private final String purpose;

  private Distillation(
      ScoreModel model,
      Lockstep lockstep,
      Function<Lane, List<String>> texts,
      Function<Lane, String> prompt,
      ToDoubleFunction<Lane> scale,
      String purpose,
      TensorOwner owner) {
    List<String> all = new ArrayList<>();
    for (Lane lane : lockstep.all()) {
      all.add(lane.guidance().negativePrompt());
      all.addAll(texts.apply(lane));
    }
    this.model = model;
    this.lockstep = lockstep;
    this.embeddings = new PromptEmbeddings(model, all, owner);
    this.prompt = prompt;
    this.scale = scale;
    this.purpose = purpose;
  }

  /** Of renders, with the trial's own prompt in the words of the view. */
  static Distillation ofViews(ScoreModel model, Lockstep lockstep, TensorOwner owner) {
    return new Distillation(
        model,
        lockstep,
        lane -> PromptEmbeddings.variants(lane.trial()),
        Lane::prompt,
        lane -> lane.guidance().scale(),
        "noise",
        owner);
  }

  /**
   * Of the texture itself, with the prior's prompt and scale.
   *
   * @param purpose of the noise
   */
  static Distillation ofTexture(
      ScoreModel model, Lockstep lockstep, String purpose, TensorOwner owner) {
    return new Distillation(
        model,
        lockstep,
        lane -> List.of(lane.settings().texture().priorPrompt()),
        lane -> lane.settings().texture().priorPrompt(),
        lane -> lane.settings().texture().priorGuidanceScale(),
        purpose,
        owner);
  }

  /**
   * The gradient with respect to z of the present step, clipped to each trial's norm. Counts
   * non-finite values in the lanes.
   *
   * @param latents z [K, 4, h, w]; its graph is left alone
   * @return [K, 4, h, w], and norms before clipping
   */
  Score gradient(Tensor latents, List<ControlSignal> controls) {
    try (GradMode off = GradMode.disabled()) {
      Tensor z = latents.detach();
      long height = z.shape(2);
      long width = z.shape(3);
      List<Lane> lanes = lockstep.running();
      ScoreRequest request =
          new ScoreRequest(
              z,
              lockstep.stack(
                  lane -> lane.random(purpose).normal(LatentCodec.CHANNELS, height, width)),
              lanes.stream().mapToLong(Lane::timestep).toArray(),
              embeddings.of(lanes.stream().map(l -> l.guidance().negativePrompt()).toList()),
              embeddings.of(lanes.stream().map(prompt).toList()),
              lanes.stream().map(this::guidance).toList(),
              controls);
      Score score = model.gradient(request);
      countNonFinite(score.nonFinite(), z);
      double[] limits = lockstep.values(lane -> lane.guidance().clipNorm());
      Tensor clipped = GradientClip.clip(score.gradient(), score.norms(), limits);
      return new Score(clipped, score.norms(), score.nonFinite());
    }
  }

  /** Reads the latents only where a gradient is not finite, to tell whether it began with them. */
  private void countNonFinite(long[] counts, Tensor latents) {
    if (Arrays.stream(counts).allMatch(count -> count == 0)) {
      return;
    }
    double each = (double) latents.size() / latents.shape(0);
    double[] finite = ItemValues.sums(latents.isFinite().to(DType.FLOAT32));
    for (int i = 0; i < counts.length; i++) {
      Lane lane = lockstep.lane(i);
      lane.countNonFinite(counts[i]);
      if (finite[i] < each) {
        lane.codecOverflowed();
      }
    }
  }

  ScoreModel model() {
    return model;
  }

  private ScoreGuidance guidance(Lane lane) {
    GuidanceSettings settings = lane.guidance();
    return new ScoreGuidance(settings.form(), scale.applyAsDouble(lane), settings.weighting());
  }
}
