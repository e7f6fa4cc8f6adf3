package io.facesweep.synthesis;

import io.facesweep.guidance.Guidance;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.Objective;
import java.util.List;

/** What is distilled, and so with which loss, text and scale. */
enum DistillationSource {
  /** Renders: by the trial's own loss, with its prompt in the words of the view. */
  VIEWS {
    @Override
    List<Objective> objectives(GuidanceSettings settings) {
      return settings.objectives();
    }

    @Override
    Objective objective(TrialState state) {
      return state.guidance().objectiveAt(state.step());
    }

    @Override
    List<String> prompts(TrialState state) {
      return PromptEmbeddings.variants(state.trial());
    }

    @Override
    List<WeightedText> prompt(TrialState state) {
      return state.prompt();
    }

    @Override
    List<String> otherViews(TrialState state) {
      return state.otherViews();
    }

    @Override
    List<Double> otherViewWeights(TrialState state) {
      return state.otherViewWeights();
    }

    @Override
    Guidance guidance(TrialState state) {
      GuidanceSettings settings = state.guidance();
      return new Guidance(
          settings.form(), settings.scale(), settings.weighting(), settings.rescale());
    }
  },
  /** The texture itself: by SDS, with the prior's prompt and scale. */
  TEXTURE {
    @Override
    List<Objective> objectives(GuidanceSettings settings) {
      return List.of(Objective.SDS);
    }

    @Override
    Objective objective(TrialState state) {
      return Objective.SDS;
    }

    @Override
    List<String> prompts(TrialState state) {
      return List.of(text(state));
    }

    @Override
    List<WeightedText> prompt(TrialState state) {
      return List.of(new WeightedText(text(state), 1));
    }

    @Override
    List<String> otherViews(TrialState state) {
      return List.of();
    }

    @Override
    List<Double> otherViewWeights(TrialState state) {
      return List.of();
    }

    private String text(TrialState state) {
      return state.filled(state.settings().texture().priorPrompt());
    }

    @Override
    Guidance guidance(TrialState state) {
      GuidanceSettings settings = state.guidance();
      return new Guidance(
          settings.form(), state.settings().texture().priorGuidanceScale(), settings.weighting());
    }
  };

  /** Returns the losses of all steps of a phase. */
  abstract List<Objective> objectives(GuidanceSettings settings);

  /** Returns the loss of the present step, the same for all trials of a batch. */
  abstract Objective objective(TrialState state);

  /** Returns all texts that {@link #prompt} and {@link #otherViews} can have. */
  abstract List<String> prompts(TrialState state);

  /** Returns what the prompt of the present step is mixed of. */
  abstract List<WeightedText> prompt(TrialState state);

  /** Returns the prompts of views that the present step leaves out; none, or two. */
  abstract List<String> otherViews(TrialState state);

  /** Returns the weights of these views, below 0. */
  abstract List<Double> otherViewWeights(TrialState state);

  abstract Guidance guidance(TrialState state);
}
