package io.facesweep.synthesis;

import io.facesweep.settings.GuidanceSettings;
import io.facesweep.tensor.RandomStream;

/** The diffusion timestep of every step of a phase. */
@FunctionalInterface
interface Timesteps {
  /**
   * The timestep of one step.
   *
   * @param step counts from 0
   * @param random of this step and purpose
   * @return 0 to T - 1
   */
  long at(int step, RandomStream random);

  /**
   * The schedule that settings ask for.
   *
   * @param steps of the phase
   * @param total T
   */
  static Timesteps of(GuidanceSettings settings, int steps, int total) {
    long low = Math.min(total - 1L, Math.round(settings.tMin() * total));
    long high = Math.min(total - 1L, Math.round(settings.tMax() * total));
    long end = Math.min(high, Math.max(low, Math.round(settings.tMaxEnd() * total)));
    return switch (settings.timestep()) {
      case LINEAR -> new LinearTimesteps(low, high, steps);
      case LINEAR_OPEN -> new OpenLinearTimesteps(low, high, steps);
      case SQUARE_ROOT -> CurvedTimesteps.squareRoot(low, high, steps);
      case COSINE -> CurvedTimesteps.cosine(low, high, steps);
      case LINEAR_JITTER ->
          new JitteredTimesteps(
              new LinearTimesteps(low, high, steps),
              low,
              high,
              Math.round(settings.jitter() * total));
      case ANNEALED -> new AnnealedTimesteps(low, new LinearTimesteps(end, high, steps));
      case UNIFORM -> new UniformTimesteps(low, high);
      case DREAMTIME ->
          DreamtimeTimesteps.of(settings.dreamtime(), (int) low, (int) high, steps, total);
    };
  }
}
