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
    String prompt(TrialState state) {
      return state.prompt();
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
      return List.of(prompt(state));
    }

    @Override
    String prompt(TrialState state) {
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

  /** Returns all that {@link #prompt} can be. */
  abstract List<String> prompts(TrialState state);

  /** Returns the prompt of the present step. */
  abstract String prompt(TrialState state);

  abstract Guidance guidance(TrialState state);
}
