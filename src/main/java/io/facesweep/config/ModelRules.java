package io.facesweep.config;

import io.facesweep.settings.ModelNeed;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which checkpoints the settings of one trial need. */
final class ModelRules {
  private ModelRules() {}

  /**
   * Everything that cannot work with these checkpoints.
   *
   * @param source of a setting's value, as {@link
   *     io.facesweep.settings.TrialRules#check(TrialSettings, UnaryOperator)}
   */
  static List<Violation> check(
      TrialSettings trial, ModelSettings models, UnaryOperator<String> source) {
    return ModelNeed.of(trial).stream()
        .filter(need -> !models.has(need.role()))
        .map(
            need ->
                Violation.of(
                    trial,
                    source,
                    need.setting().path(),
                    "%s, or %s to be set".formatted(need.otherwise(), need.role().key())))
        .toList();
  }

  /** Whether a trial computes with the model of a role. */
  static boolean isUsed(ModelRole role, TrialSettings trial) {
    return role.isInEveryTrial()
        || (role == ModelRole.GEOMETRY_DIFFUSION && trial.phases().hasGeometryPhase())
        || role.isPartOfDiffusion()
        || ModelNeed.of(trial).stream().anyMatch(need -> need.role() == role);
  }
}
