package io.facesweep.train.demo;

import io.facesweep.train.StageSettings;
import java.util.List;

/** A recipe that trains every net for a few steps within seconds. */
final class MicroRecipe {
  private MicroRecipe() {}

  static DemoRecipe of(long steps) {
    StageSettings settings = settings(steps, 4);
    return new DemoRecipe(
        16,
        24,
        24,
        16,
        8,
        1,
        2,
        List.of(8, 8),
        List.of(16, 16),
        16,
        1,
        40,
        settings,
        settings(steps, 8),
        settings,
        settings,
        1,
        2,
        steps,
        3600);
  }

  private static StageSettings settings(long steps, int batch) {
    return new StageSettings(steps, batch, 1e-3, 2, 0.5, 1e-3, 0.9, 1);
  }
}
