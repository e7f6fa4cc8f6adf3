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
    Objective objective(Lane lane) {
      return lane.guidance().objectiveAt(lane.step());
    }

    @Override
    List<String> prompts(Lane lane) {
      return PromptEmbeddings.variants(lane.trial());
    }

    @Override
    String prompt(Lane lane) {
      return lane.prompt();
    }

    @Override
    Guidance guidance(Lane lane) {
      GuidanceSettings settings = lane.guidance();
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
    Objective objective(Lane lane) {
      return Objective.SDS;
    }

    @Override
    List<String> prompts(Lane lane) {
      return List.of(prompt(lane));
    }

    @Override
    String prompt(Lane lane) {
      return lane.filled(lane.settings().texture().priorPrompt());
    }

    @Override
    Guidance guidance(Lane lane) {
      GuidanceSettings settings = lane.guidance();
      return new Guidance(
          settings.form(), lane.settings().texture().priorGuidanceScale(), settings.weighting());
    }
  };

  /** Returns the losses of all steps of a phase. */
  abstract List<Objective> objectives(GuidanceSettings settings);

  /** Returns the loss of the present step, the same for all trials of a batch. */
  abstract Objective objective(Lane lane);

  /** Returns all that {@link #prompt} can be. */
  abstract List<String> prompts(Lane lane);

  /** Returns the prompt of the present step. */
  abstract String prompt(Lane lane);

  abstract Guidance guidance(Lane lane);
}
