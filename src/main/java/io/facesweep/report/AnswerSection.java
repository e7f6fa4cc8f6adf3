package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first screen: what each factor does to the measures that decide, a sentence each, beside the
 * pictures; then what failed and what cannot be concluded.
 */
final class AnswerSection {
  /** So many answers of measures that explore are enough where none decides. */
  private static final int MAX_FINDINGS = 3;

  /** More sentences are folded away. */
  private static final int MAX_SENTENCES = 8;

  private final Markup page;
  private final Contents contents;
  private final SweepData data;

  private AnswerSection(Markup page, Contents contents) {
    this.page = page;
    this.contents = contents;
    this.data = contents.data();
  }

  static void write(Markup page, Contents contents) {
    new AnswerSection(page, contents).write();
  }

  private void write() {
    page.open("section", "id", "answer", "aria-labelledby", "answer-title", "class", "answer");
    page.element("h2", "What the sweep says", "id", "answer-title");
    page.open("div", "class", "beside").open("div", "class", "sentences");
    sentences();
    page.open("p", "class", "quiet small links");
    page.element(
        "a",
        "All measures by group",
        "href",
        data.comparable().isEmpty() ? "#trials" : "#factor-" + data.comparable().get(0));
    page.text(" · ").element("a", "how to read this", "href", "#reading").text(" · ");
    page.element("a", "for a paper", "href", "#paper").close();
    SummarySection.limits(page, contents);
    page.close("div").line();
    page.open("div", "class", "shown", "id", "pictures", "tabindex", "-1");
    PictureMatrix.write(page, contents);
    page.close("div").close("div").close("section");
  }

  private void sentences() {
    Map<Comparison.Change, List<Effect>> answers = answers(data);
    boolean isDecided = !data.confirmatory().isEmpty();
    if (answers.isEmpty()) {
      page.element("p", "There is nothing to compare.", "class", "finding");
      return;
    } else if (!isDecided) {
      page.element(
          "p",
          "No measure was named to decide before the run (analysis.confirmatory): what stands here"
              + " explores.",
          "class",
          "quiet");
    }
    int written = 0;
    for (Map.Entry<Comparison.Change, List<Effect>> entry : clearFirst(answers)) {
      if (written == MAX_SENTENCES) {
        page.open("details")
            .element("summary", "%d more comparisons".formatted(answers.size() - MAX_SENTENCES));
      }
      sentence(entry.getKey(), entry.getValue());
      written++;
    }
    if (written > MAX_SENTENCES) {
      page.close("details");
    }
  }

  private static List<Map.Entry<Comparison.Change, List<Effect>>> clearFirst(
      Map<Comparison.Change, List<Effect>> answers) {
    return answers.entrySet().stream()
        .sorted(
            Comparator.comparing(
                entry ->
                    entry.getValue().stream()
                        .noneMatch(effect -> effect.row().conclusion().verdict().isAnswer())))
        .toList();
  }

  private void sentence(Comparison.Change change, List<Effect> effects) {
    page.open("p", "class", "finding").open("code").text(change.factor()).close().text(" = ");
    page.open("strong").foreign(change.level()).close().text(" instead of ");
    page.foreign(change.baseline()).text(" ");
    if (effects.isEmpty()) {
      page.text(withoutAnswer(change)).text(".").close();
      return;
    }
    AnswerSentence before = null;
    for (Effect effect : effects) {
      AnswerSentence said = AnswerSentence.of(effect, data.starts());
      String claim = before == null ? said.claim() : said.claimAfter(before);
      page.text(before == null ? "" : "; ");
      page.element("strong", claim, "class", EffectChart.tone(said.verdict()));
      before = said;
      page.element("span", " (" + said.evidence() + ")", "class", "evidence");
    }
    page.text(".").close();
  }

  /** Says why no measure has an answer on a level. */
  private String withoutAnswer(Comparison.Change change) {
    if (data.trials().stream().noneMatch(ReportTrial::isDone)) {
      return "cannot be judged: no trial is done";
    }
    List<EffectVerdict> verdicts =
        data.effects().stream()
            .map(Effect::row)
            .filter(row -> !row.comparison().isInteraction())
            .filter(row -> row.comparison().change().equals(change))
            .map(row -> row.conclusion().verdict())
            .toList();
    long unclear = verdicts.stream().filter(v -> v == EffectVerdict.UNCLEAR).count();
    long few = verdicts.stream().filter(v -> v == EffectVerdict.TOO_FEW_PROMPTS).count();
    if (unclear > 0) {
      return "shows no effect beyond chance on any of %d measures".formatted(unclear);
    }
    return few > 0
        ? "has too few prompts to show an effect on any of %d measures".formatted(few)
        : "changes no measure";
  }

  /**
   * Returns what is told of each level: the effects on the measures that decide, answers first; or
   * where none does the clearest of the others.
   */
  static Map<Comparison.Change, List<Effect>> answers(SweepData data) {
    Map<Comparison.Change, List<Effect>> answers = new LinkedHashMap<>();
    for (Effect effect : data.effects()) {
      EffectRow row = effect.row();
      if (!row.comparison().isInteraction()) {
        List<Effect> told =
            answers.computeIfAbsent(row.comparison().change(), c -> new ArrayList<>());
        boolean decides = data.confirmatory().contains(row.comparison().metric());
        if (data.confirmatory().isEmpty() ? row.conclusion().verdict().isAnswer() : decides) {
          told.add(effect);
        }
      }
    }
    Comparator<Effect> clearest =
        Comparator.comparing((Effect e) -> !e.row().conclusion().verdict().isAnswer())
            .thenComparing(e -> orLast(e.row().conclusion().pAdjusted()));
    answers.replaceAll(
        (change, told) -> {
          List<Effect> sorted = told.stream().sorted(clearest).toList();
          return data.confirmatory().isEmpty() && sorted.size() > MAX_FINDINGS
              ? sorted.subList(0, MAX_FINDINGS)
              : sorted;
        });
    return answers;
  }

  private static double orLast(double p) {
    return Double.isNaN(p) ? Double.MAX_VALUE : p;
  }

  /**
   * Returns the number of the factor whose pictures come first: the one with the clearest answer.
   */
  static int firstFactor(SweepData data) {
    List<Integer> comparable = data.comparable();
    int best = comparable.isEmpty() ? -1 : comparable.get(0);
    double least = 2;
    for (Map.Entry<Comparison.Change, List<Effect>> entry : answers(data).entrySet()) {
      for (Effect effect : entry.getValue()) {
        double p = effect.row().conclusion().pAdjusted();
        if (p < least) {
          for (int number : comparable) {
            if (data.factors().get(number).name().equals(entry.getKey().factor())) {
              best = number;
              least = p;
            }
          }
        }
      }
    }
    return best;
  }
}
