package io.facesweep.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the numbers of steps are called, and in which units they are. */
final class StepSeries {
  static final String GRADIENT_NORM = "gradient-norm";
  static final String TIMESTEP = "timestep";
  static final String NON_FINITE = "non-finite";
  static final String SECONDS = "seconds";

  private static final List<String> FIRST =
      List.of(GRADIENT_NORM, "parameter-gradient-norm", "coefficient-gradient-norm");
  private static final List<String> LAST = List.of("learning-rate", TIMESTEP, NON_FINITE, SECONDS);

  private static final Map<String, String> TITLES =
      Map.of(
          GRADIENT_NORM,
          "Norm of the score distillation gradient",
          "parameter-gradient-norm",
          "Norm of the parameters' gradient",
          "coefficient-gradient-norm",
          "Norm of the coefficients' gradient",
          "prior-gradient-norm",
          "Norm of the texture prior's gradient",
          "yuv-gradient-norm",
          "Norm of the YUV prior's gradient",
          TIMESTEP,
          "Timestep of the diffusion model",
          NON_FINITE,
          "Values that were not finite",
          SECONDS,
          "Time of a step");

  private static final Map<String, String> UNITS =
      Map.of(TIMESTEP, "timestep", NON_FINITE, "values", SECONDS, "seconds", "l2", "loss");

  /** What is looked at first comes first, what hardly ever matters last. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(StepSeries::place).thenComparing(name -> name);

  private StepSeries() {}

  private static int place(String name) {
    int first = FIRST.indexOf(name);
    return first >= 0 ? first - FIRST.size() : 1 + LAST.indexOf(name);
  }

  /** Returns what a series is called: {@code Norm of the parameters' gradient}. */
  static String title(String name) {
    String plain = name.replace('-', ' ');
    return TITLES.getOrDefault(
        name, plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1));
  }

  /** Returns what the axis says: the unit, or what the number is. */
  static String axis(String name) {
    return UNITS.getOrDefault(name, name.endsWith("norm") ? "L2 norm" : name.replace('-', ' '));
  }
}
