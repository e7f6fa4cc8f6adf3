package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationLoss.Prompts;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.LossItem;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.SweepSettings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Score distillation with one net for all trials of a phase: the same scales all the way, new noise
 * at each step.
 */
final class Distillation {
  private final ScoreDistillation model;
  private final DistillationSource source;
  private final Lockstep lockstep;
  private final PromptEmbeddings embeddings;
  private final String purpose;

  private Distillation(
      ScoreDistillation model,
      Lockstep lockstep,
      DistillationSource source,
      String purpose,
      TensorOwner owner) {
    List<String> all = new ArrayList<>();
    for (TrialState state : lockstep.all()) {
      for (Objective objective : source.objectives(state.guidance())) {
        DistillationLoss loss = DistillationLoss.of(objective, List.of());
        source
            .prompts(state)
            .forEach(text -> all.addAll(loss.texts(prompts(state, text, List.of()))));
      }
    }
    this.model = model;
    this.lockstep = lockstep;
    this.source = source;
    this.embeddings = new PromptEmbeddings(model, all, owner);
    this.purpose = purpose;
  }

  /** Of renders, with the trial's own loss, and its prompt in the words of the view. */
  static Distillation ofViews(ScoreDistillation model, Lockstep lockstep, TensorOwner owner) {
    return new Distillation(model, lockstep, DistillationSource.VIEWS, "noise", owner);
  }

  /**
   * Of the texture itself by SDS, with the prior's prompt and scale.
   *
   * @param purpose of the noise
   */
  static Distillation ofTexture(
      ScoreDistillation model, Lockstep lockstep, String purpose, TensorOwner owner) {
    return new Distillation(model, lockstep, DistillationSource.TEXTURE, purpose, owner);
  }

  /**
   * Returns how many bytes the gradient of one trial takes while it is computed, about: that of the
   * larger loss where it has two.
   *
   * @param side of the latents
   * @param controls roles of the ControlNets that take part
   */
  static long bytes(
      ScoreDistillation model, GuidanceSettings settings, long side, Set<ModelRole> controls) {
    return settings.objectives().stream()
        .mapToLong(objective -> bytes(model, objective, side, controls))
        .max()
        .orElseThrow();
  }

  /** Returns the same for a texture prior. */
  static long bytes(ScoreDistillation model, long side, Set<ModelRole> controls) {
    return bytes(model, Objective.SDS, side, controls);
  }

  private static long bytes(
      ScoreDistillation model, Objective objective, long side, Set<ModelRole> controls) {
    return model.gradientBytes(DistillationLoss.of(objective, List.of()), side, controls);
  }

  /** Returns the same for a texture prior with the net of a role; 0 where there is none. */
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
   * Returns the gradient of the present step. Counts non-finite values in the states.
   *
   * @param latents z [K, 4, h, w]; its graph is left alone
   */
  Step gradient(Tensor latents, List<Control> controls) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor z = latents.detach();
      long height = z.shape(2);
      long width = z.shape(3);
      List<TrialState> states = lockstep.running();
      DistillationLoss loss =
          DistillationLoss.of(
              source.objective(states.get(0)), states.stream().map(this::item).toList());
      DistillationQuery query =
          new DistillationQuery(
              loss,
              z,
              lockstep.stack(
                  state -> state.random(purpose).normal(LatentCodec.CHANNELS, height, width)),
              states.stream().mapToLong(TrialState::timestep).toArray(),
              texts(loss, states),
              states.stream().map(source::guidance).toList(),
              controls);
      DistillationResult found = model.gradient(query);
      countNonFinite(found.nonFinite(), z);
      double[] norms = lockstep.values(state -> state.guidance().clipNorm());
      Tensor clipped = GradientClip.clip(found.gradient(), found.norms(), norms);
      double[] values =
          lockstep.values(state -> GradientClip.value(state.guidance(), state.progress()));
      return new Step(scope.keep(GradientClip.clamp(clipped, values)), found.norms());
    }
  }

  /** Embeddings [K, L, C] of each of the loss's texts. */
  private List<Tensor> texts(DistillationLoss loss, List<TrialState> states) {
    List<List<List<WeightedText>>> items =
        states.stream().map(state -> texts(loss, state)).toList();
    return IntStream.range(0, loss.textCount())
        .mapToObj(i -> embeddings.of(items.stream().map(texts -> texts.get(i)).toList()))
        .toList();
  }

  /** What each of the loss's texts is mixed of for a trial: each in the same shares of views. */
  private List<List<WeightedText>> texts(DistillationLoss loss, TrialState state) {
    List<List<WeightedText>> mixes = new ArrayList<>();
    for (WeightedText prompt : source.prompt(state)) {
      List<String> texts = loss.texts(prompts(state, prompt.text(), source.otherViews(state)));
      for (int i = 0; i < texts.size(); i++) {
        if (i == mixes.size()) {
          mixes.add(new ArrayList<>());
        }
        mixes.get(i).add(new WeightedText(texts.get(i), prompt.weight()));
      }
    }
    return mixes;
  }

  private static Prompts prompts(TrialState state, String prompt, List<String> otherViews) {
    GuidanceSettings settings = state.guidance();
    return new Prompts(
        prompt,
        state.filled(settings.negativePrompt()),
        settings.negativeTemplate().replace(SweepSettings.PLACEHOLDER, prompt),
        settings.bridge().source().replace(SweepSettings.PLACEHOLDER, prompt),
        otherViews);
  }

  /** Reads the latents only where a gradient is not finite, to tell whether it began with them. */
  private void countNonFinite(long[] counts, Tensor latents) {
    if (Arrays.stream(counts).allMatch(count -> count == 0)) {
      return;
    }
    double each = (double) latents.size() / latents.shape(0);
    double[] finite = ItemValues.sums(latents.isFinite().to(DType.FLOAT32));
    for (int i = 0; i < counts.length; i++) {
      TrialState state = lockstep.state(i);
      state.countNonFinite(counts[i]);
      if (finite[i] < each) {
        state.codecOverflowed();
      }
    }
  }

  private LossItem item(TrialState state) {
    return new LossItem(
        state.guidance(), state.progress(), state.random(purpose), source.otherViewWeights(state));
  }
}
