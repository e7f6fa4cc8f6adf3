package io.facesweep.run;

import io.facesweep.store.StepRow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A step curve as CSV: one row a step, a header, snake_case. Terms of the loss and the like are
 * columns after the fixed ones; a step that lacks one leaves it empty.
 */
final class StepTable {
  private static final List<String> FIXED =
      List.of(
          "phase",
          "step",
          "timestep",
          "gradient_norm",
          "non_finite",
          "seconds",
          "azimuth",
          "elevation",
          "view");

  private StepTable() {}

  /** The table of these steps, in their order. */
  static String csv(List<StepRow> steps) {
    SortedSet<String> terms = new TreeSet<>();
    steps.forEach(step -> terms.addAll(step.terms().keySet()));
    List<String> header = new ArrayList<>(FIXED);
    terms.forEach(term -> header.add(term.replace('-', '_')));
    StringBuilder csv = new StringBuilder(String.join(",", header)).append('\n');
    for (StepRow step : steps) {
      List<Object> row =
          new ArrayList<>(
              List.of(
                  step.phase(),
                  step.step(),
                  step.timestep(),
                  step.gradientNorm(),
                  step.nonFinite(),
                  step.seconds(),
                  step.azimuth(),
                  step.elevation(),
                  step.view()));
      for (String term : terms) {
        Double value = step.terms().get(term);
        row.add(value == null ? "" : value);
      }
      csv.append(String.join(",", row.stream().map(Object::toString).toList())).append('\n');
    }
    return csv.toString();
  }
}
