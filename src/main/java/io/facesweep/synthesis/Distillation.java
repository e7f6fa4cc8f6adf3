package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationLoss.Prompts;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.Objective;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Score distillation with one net for all trials of a phase: the same texts and scales all the way,
 * new noise at each step.
 */
final class Distillation {
  private static final DistillationLoss LOSS = Objective.SDS.loss();

  private final ScoreDistillation model;
  private final DistillationLoss loss = LOSS;
  private final Lockstep lockstep;
  private final PromptEmbeddings embeddings;
  private final Function<Lane, String> prompt;
  private final ToDoubleFunction<Lane> scale;
  private final String purpose;

  private Distillation(
      ScoreDistillation model,
      Lockstep lockstep,
      Function<Lane, List<String>> texts,
      Function<Lane, String> prompt,
      ToDoubleFunction<Lane> scale,
      String purpose,
      TensorOwner owner) {
    List<String> all = new ArrayList<>();
    for (Lane lane : lockstep.all()) {
      texts.apply(lane).forEach(text -> all.addAll(loss.texts(prompts(lane, text))));
    }
    this.model = model;
    this.lockstep = lockstep;
    this.embeddings = new PromptEmbeddings(model, all, owner);
    this.prompt = prompt;
    this.scale = scale;
    this.purpose = purpose;
  }

  /** Of renders, with the trial's own prompt in the words of the view. */
  static Distillation ofViews(ScoreDistillation model, Lockstep lockstep, TensorOwner owner) {
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
      ScoreDistillation model, Lockstep lockstep, String purpose, TensorOwner owner) {
    return new Distillation(
        model,
        lockstep,
        lane -> List.of(lane.filled(lane.settings().texture().priorPrompt())),
        lane -> lane.filled(lane.settings().texture().priorPrompt()),
        lane -> lane.settings().texture().priorGuidanceScale(),
        purpose,
        owner);
  }

  /**
   * Returns how many bytes the gradient of one trial takes while it is computed, about.
   *
   * @param side of the latents
   * @param controls roles of the ControlNets that take part
   */
  static long bytes(ScoreDistillation model, long side, Set<ModelRole> controls) {
    return model.gradientBytes(LOSS, side, controls);
  }

  /** Returns the same for the net of a role; 0 where there is none. */
  static long bytes(SynthesisModels models, ModelRole role, long side) {
    return models.has(role) ? bytes(models.score(role), side, Set.of()) : 0;
  }

  /**
   * A step's gradient.
   *
   * @param gradient with respect to z [K, 4, h, w], clipped to each trial's norm
   * @param norms of each trial's gradient before clipping, [K]
   */
  @SuppressWarnings("ArrayRecordComponent") // A result, never compared.
  record Step(Tensor gradient, double[] norms) {}

  /**
   * Returns the gradient of the present step. Counts non-finite values in the lanes.
   *
   * @param latents z [K, 4, h, w]; its graph is left alone
   */
  Step gradient(Tensor latents, List<Control> controls) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor z = latents.detach();
      long height = z.shape(2);
      long width = z.shape(3);
      List<Lane> lanes = lockstep.running();
      DistillationQuery query =
          new DistillationQuery(
              loss,
              z,
              lockstep.stack(
                  lane -> lane.random(purpose).normal(LatentCodec.CHANNELS, height, width)),
              lanes.stream().mapToLong(Lane::timestep).toArray(),
              texts(lanes),
              lanes.stream().map(this::guidance).toList(),
              controls);
      DistillationResult found = model.gradient(query);
      countNonFinite(found.nonFinite(), z);
      double[] bounds = lockstep.values(lane -> lane.guidance().clipValue());
      Tensor bounded = GradientClip.values(found.gradient(), bounds);
      double[] norms =
          Arrays.stream(bounds).allMatch(bound -> bound == 0)
              ? found.norms()
              : ItemValues.norms(bounded);
      double[] limits = lockstep.values(lane -> lane.guidance().clipNorm());
      Tensor clipped = GradientClip.clip(bounded, norms, limits);
      return new Step(scope.keep(clipped), found.norms());
    }
  }

  /** Embeddings [K, L, C] of each of the loss's texts. */
  private List<Tensor> texts(List<Lane> lanes) {
    List<List<String>> items =
        lanes.stream().map(lane -> loss.texts(prompts(lane, prompt.apply(lane)))).toList();
    return IntStream.range(0, loss.textCount())
        .mapToObj(i -> embeddings.of(items.stream().map(texts -> texts.get(i)).toList()))
        .toList();
  }

  private static Prompts prompts(Lane lane, String prompt) {
    return new Prompts(prompt, lane.filled(lane.guidance().negativePrompt()));
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

  private Guidance guidance(Lane lane) {
    GuidanceSettings settings = lane.guidance();
    return new Guidance(settings.form(), scale.applyAsDouble(lane), settings.weighting());
  }
}
