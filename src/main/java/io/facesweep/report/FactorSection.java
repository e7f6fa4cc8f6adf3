package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one factor does to every measure. */
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
    page.open("p", "class", "quiet links");
    page.element("a", "Pictures of its levels", "href", "#pictures?columns=" + number);
    page.text(" · ").element("a", "step curves", "href", CurvesPage.FILE + "#factor-" + number);
    Map<Comparison.Change, List<Effect>> comparisons = comparisons(data, factor);
    if (!comparisons.isEmpty()) {
      page.text(" · all measures by level as ");
      PageFrame.tableFiles(page, PaperTables.levels(factor));
    }
    page.close("p");
    comparisons.forEach((change, effects) -> comparison(page, data, change, effects));
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

  /** The measures that decide in a table, all others in groups to unfold. */
  private static void comparison(
      Markup page, SweepData data, Comparison.Change change, List<Effect> effects) {
    String name =
        "%s: %s instead of %s".formatted(change.factor(), change.level(), change.baseline());
    page.open("h3").foreign(change.level()).text(" instead of ").foreign(change.baseline()).close();
    List<Effect> deciding = new ArrayList<>();
    List<Effect> exploring = new ArrayList<>();
    for (Effect effect : effects) {
      boolean decides = data.confirmatory().contains(effect.row().comparison().metric());
      (decides ? deciding : exploring).add(effect);
    }
    if (!deciding.isEmpty()) {
      EffectTable.write(page, name, deciding);
    }
    MeasureGroup.group(exploring)
        .forEach(
            (group, members) -> {
              page.open("details").open("summary").element("strong", group.title()).text(": ");
              page.text(sentence(members)).close();
              EffectTable.write(page, "%s, %s".formatted(name, group.title()), members);
              page.close("details");
            });
  }

  private static String beginning(EffectVerdict verdict) {
    return verdict.text()
        + switch (verdict) {
          case LARGER, SMALLER -> " ";
          case LESS_CHANGE, MORE_CHANGE -> " of ";
          default -> " on ";
        };
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
        parts.add(beginning(verdict) + String.join(", ", metrics));
      }
    }
    int open = byVerdict.getOrDefault(EffectVerdict.UNCLEAR, List.of()).size();
    int few = byVerdict.getOrDefault(EffectVerdict.TOO_FEW_PROMPTS, List.of()).size();
    int same = byVerdict.getOrDefault(EffectVerdict.UNCHANGED, List.of()).size();
    int none = byVerdict.getOrDefault(EffectVerdict.NO_PAIRS, List.of()).size();
    if (open > 0) {
      parts.add("unclear for " + Numbers.count(open, "measure"));
    }
    if (few > 0) {
      parts.add("too few prompts to test " + Numbers.count(few, "measure"));
    }
    if (same > 0) {
      parts.add("%d unchanged".formatted(same));
    }
    if (none > 0) {
      parts.add("%d not comparable".formatted(none));
    }
    int shown = byVerdict.getOrDefault(EffectVerdict.NO_VERDICT, List.of()).size();
    if (shown > 0) {
      parts.add("%d shown without a verdict".formatted(shown));
    }
    return String.join("; ", parts) + ".";
  }
}
