package io.facesweep.train.demo;

import io.facesweep.train.StageSettings;
import java.util.List;

/** A recipe that trains every net for a few steps within seconds. */
final class MicroRecipe {
  private MicroRecipe() {}

  static DemoRecipe of(long steps) {
    StageSettings settings = new StageSettings(steps, 4, 1e-3, 2, 0.5, 1e-3, 0.9, 1);
    return new DemoRecipe(
        16,
        24,
        24,
        8,
        1,
        2,
        List.of(8, 8),
        List.of(16, 16),
        16,
        1,
        40,
        settings,
        settings,
        settings,
        settings,
        1,
        2,
        steps,
        3600);
  }
}
