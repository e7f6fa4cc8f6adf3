package io.facesweep.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * A model that a trial computes with because of a setting. Which settings ask for one is declared
 * by {@link Setting#model} and {@link ModelChoice}; the diffusion model and the face, which every
 * trial has, are no needs.
 *
 * @param role of the model
 * @param setting that asks for it
 */
public record ModelNeed(ModelRole role, Declaration setting) {
  private static final List<Declaration> ASKING =
      TrialSettings.DECLARED.all().stream().filter(Declaration::asksForModels).toList();

  /** Returns the needs of all phases that a trial runs, in the order of the settings. */
  public static List<ModelNeed> of(TrialSettings trial) {
    List<ModelNeed> needs = new ArrayList<>();
    for (Declaration setting : ASKING) {
      ModelRole role = setting.model(trial);
      if (role != null) {
        needs.add(new ModelNeed(role, setting));
      }
    }
    return needs;
  }

  /** Returns what the setting could be without the model, for people. */
  public String otherwise() {
    String key = setting.path().substring(setting.path().lastIndexOf('.') + 1);
    return setting.type() == boolean.class ? "false" : "another " + key.replace('-', ' ');
  }
}
