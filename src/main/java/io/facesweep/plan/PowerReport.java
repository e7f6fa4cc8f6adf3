package io.facesweep.plan;

import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import io.facesweep.settings.DesignAxis;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a sweep can find: by its prompts and seeds, and by how much differences varied in earlier
 * sweeps.
 *
 * @param prompts that are planned
 * @param seeds that are planned
 * @param comparisons of levels, main effects alone
 * @param deciding how many tests the measures that decide have at once; 0 where none is named
 * @param needed the fewest prompts with which one of those, or a single test, can be told from
 *     chance
 * @param sweeps how many earlier sweeps the spreads are from
 * @param columns numbers of prompts, the planned one among them
 * @param measures those with a recorded spread, the deciding ones first
 * @param answers to how many prompts differences take
 */
public record PowerReport(
    int prompts,
    int seeds,
    int comparisons,
    int deciding,
    int needed,
    int sweeps,
    List<Integer> columns,
    List<Measure> measures,
    List<Answer> answers) {
  private static final double ALARM = 0.05;
  private static final List<Integer> USUAL = List.of(8, 12, 16, 24, 40);

  /**
   * A measure with its spread.
   *
   * @param name of it
   * @param decides whether the configuration names it as confirmatory
   * @param spread standard deviation of a prompt's difference with the planned seeds
   * @param smallest difference that is found, for each of the columns; infinite where none is
   */
  public record Measure(String name, boolean decides, double spread, List<Double> smallest) {}

  /**
   * How many prompts a difference takes.
   *
   * @param measure its name
   * @param difference that is to be found
   * @param prompts how many; 0 where no spread is recorded
   */
  public record Answer(String measure, double difference, int prompts) {}

  /**
   * Reports on a plan.
   *
   * @param asked what its effects are asked
   * @param recorded of earlier sweeps
   * @param differences by measure, that are to be found
   */
  public static PowerReport of(
      SweepPlan plan,
      AnalysisSettings asked,
      List<RecordedSpread> recorded,
      Map<String, Double> differences) {
    int comparisons = comparisons(plan.layout(), asked.contrasts());
    int deciding = asked.confirmatory().size() * comparisons;
    Set<Integer> columns = new TreeSet<>(USUAL);
    columns.add(plan.prompts());
    Spreads spreads = new Spreads(plan, recorded);
    Set<String> names = new LinkedHashSet<>(asked.confirmatory());
    recorded.stream().map(RecordedSpread::measure).sorted().forEach(names::add);
    List<Measure> measures = new ArrayList<>();
    for (String name : names) {
      double spread = spreads.of(name);
      if (spread > 0) {
        boolean decides = asked.confirmatory().contains(name);
        double level = decides ? ALARM / deciding : ALARM;
        measures.add(
            new Measure(
                name,
                decides,
                spread,
                columns.stream().map(n -> PairedPower.smallest(spread, n, level)).toList()));
      }
    }
    List<Answer> answers = new ArrayList<>();
    differences.forEach(
        (name, difference) -> {
          double level = asked.confirmatory().contains(name) ? ALARM / deciding : ALARM;
          double spread = spreads.of(name);
          int prompts = spread > 0 ? PairedPower.prompts(difference, spread, level) : 0;
          answers.add(new Answer(name, difference, prompts));
        });
    return new PowerReport(
        plan.prompts(),
        plan.seeds(),
        comparisons,
        deciding,
        PairedPower.needed(ALARM / Math.max(1, deciding)),
        (int) recorded.stream().map(RecordedSpread::sweep).distinct().count(),
        List.copyOf(columns),
        measures,
        answers);
  }

  private static int comparisons(List<DesignAxis> axes, Contrasts contrasts) {
    return axes.stream()
        .mapToInt(axis -> axis.levels().size())
        .map(levels -> contrasts == Contrasts.ALL ? levels * (levels - 1) / 2 : levels - 1)
        .sum();
  }

  /** The usual spread of each measure, with the planned seeds. */
  private record Spreads(SweepPlan plan, List<RecordedSpread> recorded) {
    /** The median over comparisons: of the plan's own axes if there are any; NaN for none. */
    double of(String measure) {
      List<RecordedSpread> all =
          recorded.stream().filter(spread -> spread.measure().equals(measure)).toList();
      Set<String> axes = new TreeSet<>();
      plan.axes().forEach(axis -> axes.add(axis.key()));
      List<RecordedSpread> own =
          all.stream().filter(spread -> axes.contains(spread.factor())).toList();
      double[] variances =
          (own.isEmpty() ? all : own)
              .stream().mapToDouble(spread -> spread.variance(plan.seeds())).sorted().toArray();
      return Math.sqrt(
          IntStream.of((variances.length - 1) / 2, variances.length / 2)
              .filter(i -> i < variances.length)
              .mapToDouble(i -> variances[i])
              .average()
              .orElse(Double.NaN));
    }
  }
}
