package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one factor does: effects, pictures, curves. */
final class FactorSection {
  private static final List<EffectVerdict> CLEAR =
      List.of(
          EffectVerdict.BETTER,
          EffectVerdict.WORSE,
          EffectVerdict.LARGER,
          EffectVerdict.SMALLER,
          EffectVerdict.LESS_CHANGE,
          EffectVerdict.MORE_CHANGE,
          EffectVerdict.EQUIVALENT);

  private FactorSection() {}

  static void write(Markup page, Contents contents, int number) {
    SweepData data = contents.data();
    Factor factor = data.factors().get(number);
    String id = "factor-" + number;
    page.open("section", "id", id, "aria-labelledby", id + "-title", "class", "factor");
    page.open("h2", "id", id + "-title").open("code").text(factor.name()).close().close();
    if (factor.levels().size() < 2) {
      page.open("p").text("One level, ").foreign(factor.levels().get(0));
      page.text(": there is nothing to compare.").close("p").close("section");
      return;
    }
    comparisons(data, factor)
        .forEach(
            (change, effects) -> {
              finding(page, change, effects);
              EffectTable.write(
                  page,
                  "%s: %s instead of %s"
                      .formatted(change.factor(), change.level(), change.baseline()),
                  effects);
            });
    page.element("h3", "Pictures");
    PictureMatrix.write(page, contents, number);
    curves(page, data, number);
    page.close("section");
  }

  /** The factor's effects by what is compared, in the order of the table of effects. */
  private static Map<Comparison.Change, List<Effect>> comparisons(SweepData data, Factor factor) {
    Map<Comparison.Change, List<Effect>> byChange = new LinkedHashMap<>();
    for (Effect effect : data.effects()) {
      Comparison comparison = effect.row().comparison();
      if (!comparison.isInteraction() && comparison.change().factor().equals(factor.name())) {
        byChange.computeIfAbsent(comparison.change(), c -> new ArrayList<>()).add(effect);
      }
    }
    return byChange;
  }

  /** The table in a sentence. */
  private static void finding(Markup page, Comparison.Change change, List<Effect> effects) {
    page.open("p", "class", "finding").foreign(change.level()).text(" instead of ");
    page.foreign(change.baseline()).text(": ").text(sentence(effects)).close();
  }

  static String sentence(List<Effect> effects) {
    Map<EffectVerdict, List<String>> byVerdict = new EnumMap<>(EffectVerdict.class);
    for (Effect effect : effects) {
      EffectRow row = effect.row();
      byVerdict
          .computeIfAbsent(row.conclusion().verdict(), v -> new ArrayList<>())
          .add(row.comparison().metric());
    }
    List<String> parts = new ArrayList<>();
    for (EffectVerdict verdict : CLEAR) {
      List<String> metrics = byVerdict.get(verdict);
      if (metrics != null) {
        parts.add(verdict.text() + " " + String.join(", ", metrics));
      }
    }
    int open = byVerdict.getOrDefault(EffectVerdict.UNCLEAR, List.of()).size();
    int few = byVerdict.getOrDefault(EffectVerdict.TOO_FEW_PROMPTS, List.of()).size();
    int same = byVerdict.getOrDefault(EffectVerdict.UNCHANGED, List.of()).size();
    int none = byVerdict.getOrDefault(EffectVerdict.NO_PAIRS, List.of()).size();
    if (open > 0) {
      parts.add("unclear for %d metrics".formatted(open));
    }
    if (few > 0) {
      parts.add("too few prompts to test %d metrics".formatted(few));
    }
    if (same > 0) {
      parts.add("%d unchanged".formatted(same));
    }
    if (none > 0) {
      parts.add("%d not comparable".formatted(none));
    }
    return String.join("; ", parts) + ".";
  }

  private static void curves(Markup page, SweepData data, int number) {
    Factor factor = data.factors().get(number);
    boolean any = false;
    for (String phase : List.of("geometry", "texture", "joint")) {
      List<CurveChart.Line> lines =
          factor.levels().stream().map(level -> line(data, number, level, phase)).toList();
      if (lines.stream().anyMatch(line -> line.points().size() > 1)) {
        if (!any) {
          page.element("h3", "Step curves");
          page.element(
              "p",
              "Norm of the score distillation gradient: the median over trials, and the band from"
                  + " the first to the third quartile.",
              "class",
              "quiet");
          page.open("div", "class", "charts");
          any = true;
        }
        page.open("figure").element("figcaption", phase + " phase");
        CurveChart.draw(
            page, "Gradient norm by step in the %s phase, by level".formatted(phase), lines);
        page.close("figure");
      }
    }
    if (any) {
      page.close("div");
    }
  }

  private static CurveChart.Line line(SweepData data, int number, String level, String phase) {
    Map<Long, List<Double>> byStep = new TreeMap<>();
    data.trials().stream()
        .filter(trial -> trial.levels().get(number).equals(level))
        .flatMap(trial -> trial.stages().stream())
        .distinct()
        .forEach(
            stage -> {
              StageCurve curve = data.curves().get(stage);
              if (curve != null && curve.phase().equals(phase)) {
                curve
                    .points(0)
                    .forEach(
                        p -> byStep.computeIfAbsent((long) p[0], s -> new ArrayList<>()).add(p[1]));
              }
            });
    List<double[]> points = new ArrayList<>();
    double[] low = new double[byStep.size()];
    double[] high = new double[byStep.size()];
    byStep.forEach(
        (step, values) -> {
          double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
          low[points.size()] = sorted[(sorted.length - 1) / 4];
          high[points.size()] = sorted[(sorted.length - 1) * 3 / 4];
          points.add(new double[] {step, median(sorted)});
        });
    return new CurveChart.Line(level, points, low, high);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
  }
}
