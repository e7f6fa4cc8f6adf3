package io.facesweep.bench;

import io.facesweep.analysis.AnswerSimulation;
import java.util.Locale;

/**
 * How often effects are right about made-up sweeps: {@code EffectsBench 500}. Prints the table of
 * docs/metrics-and-effects.md.
 */
public final class EffectsBench {
  private EffectsBench() {}

  public static void main(String[] arguments) {
    int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    System.out.println(
        "| question | true effect | prompts | interval holds it | false claims | true claims |");
    System.out.println("|---|---|---|---|---|---|");
    for (AnswerSimulation.Outcome outcome : new AnswerSimulation(repetitions).all()) {
      String claimed = share(outcome.claimed());
      System.out.printf(
          "| %s | %s | %d | %s | %s | %s |%n",
          outcome.question(),
          outcome.truth(),
          outcome.prompts(),
          share(outcome.covered()),
          outcome.isFalse() ? claimed : "",
          outcome.isFalse() ? "" : claimed);
    }
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
