package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.store.StageError;
import io.facesweep.store.StageStore;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was varied, what ran, what failed and what it cost. */
final class SummarySection {
  private static final int MIN_PROMPTS = 6;
  private static final int SHOWN = 20;
  private static final int MAX_REASONS = 3;

  private SummarySection() {}

  static void write(Markup page, Contents contents) {
    SweepData data = contents.data();
    page.open("section", "id", "summary", "aria-labelledby", "summary-title");
    page.element("h2", "The sweep", "id", "summary-title");
    page.open("dl", "class", "figures");
    long done = data.trials().stream().filter(ReportTrial::isDone).count();
    long failed = data.trials().stream().filter(ReportTrial::isFailed).count();
    figure(page, "trials done", done + " of " + data.trials().size());
    figure(page, "failed", "" + failed);
    figure(page, "not run", "" + (data.trials().size() - done - failed));
    figure(page, "prompts", "" + data.prompts().size());
    figure(page, "seeds", "" + data.seeds().size());
    double cost =
        data.trials().stream().mapToDouble(ReportTrial::cost).filter(Double::isFinite).sum();
    figure(page, "device time", Numbers.seconds(cost));
    figure(page, "per trial that ran", Numbers.seconds(cost / Math.max(1, ran(data))));
    page.close("dl");
    devices(page, data);
    design(page, data);
    failures(page, data);
    page.close("section");
  }

  private static long ran(SweepData data) {
    return data.trials().stream().filter(trial -> Double.isFinite(trial.cost())).count();
  }

  private static void figure(Markup page, String name, String value) {
    page.open("div").element("dt", name).element("dd", value).close();
  }

  private static void devices(Markup page, SweepData data) {
    String devices =
        data.trials().stream()
            .map(trial -> trial.row().device())
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    long hosts =
        data.trials().stream()
            .map(trial -> trial.row().host())
            .filter(Objects::nonNull)
            .distinct()
            .count();
    if (!devices.isEmpty()) {
      page.open("p", "class", "quiet").text("Ran on ").foreign(devices);
      page.text(hosts == 1 ? ", 1 host." : ", %d hosts.".formatted(hosts)).close();
    }
    users(page, data.stagesByUser());
  }

  /** Says how much of the sweep others have computed: whose records one relies on. */
  private static void users(Markup page, Map<String, Integer> stagesByUser) {
    Map<String, Integer> others = new TreeMap<>(stagesByUser);
    others.keySet().removeAll(List.of("", StageStore.user()));
    if (!others.isEmpty()) {
      int all = stagesByUser.values().stream().mapToInt(n -> n).sum();
      int foreign = others.values().stream().mapToInt(n -> n).sum();
      page.open("p", "class", "quiet");
      page.text("%d of %d stages were computed by other users: ".formatted(foreign, all));
      page.foreign(String.join(", ", others.keySet())).text(".").close();
    }
  }

  private static void design(Markup page, SweepData data) {
    if (data.factors().isEmpty()) {
      return;
    }
    PageFrame.table(page, "design", "What was varied");
    page.open("thead").open("tr");
    page.element("th", "factor", "scope", "col").element("th", "levels", "scope", "col");
    page.close("thead").open("tbody");
    for (int i = 0; i < data.factors().size(); i++) {
      Factor factor = data.factors().get(i);
      page.open("tr").open("th", "scope", "row");
      page.open("a", "href", "#factor-" + i).open("code").text(factor.name()).close().close();
      page.close().open("td").open("ul", "class", "chips");
      for (String level : factor.levels()) {
        page.open("li").open("a", "href", TrialList.filter(factor.name(), level));
        page.foreign(level);
        if (level.equals(factor.baseline())) {
          page.element("span", " baseline", "class", "quiet");
        }
        page.close().close();
      }
      page.close("tr");
    }
    page.close("table").close("div");
  }

  /** What is missing, and what therefore cannot be said. */
  static List<String> limitations(Contents contents) {
    SweepData data = contents.data();
    List<String> limits = new ArrayList<>();
    long done = data.trials().stream().filter(ReportTrial::isDone).count();
    if (data.trials().isEmpty()) {
      limits.add("The plan has no trials: there is nothing to show or to compare.");
    } else if (done == 0) {
      limits.add("No trial came to its end: effects cannot be estimated.");
    } else if (done < data.trials().size()) {
      limits.add(
          "%d of %d trials failed or did not run; comparisons leave out their pairs."
              .formatted(data.trials().size() - done, data.trials().size()));
    }
    if (data.factors().isEmpty()) {
      limits.add("The sweep varies nothing: it has pictures, and no effects.");
    }
    for (Factor factor : data.factors()) {
      if (factor.levels().size() < 2) {
        limits.add(
            "%s has one level (%s): its effect cannot be known."
                .formatted(factor.name(), factor.levels().get(0)));
      }
    }
    if (!data.unmeasured().isEmpty()) {
      limits.add(
          "The configuration's analysis names measures that no trial has: %s."
              .formatted(String.join(", ", data.unmeasured())));
    }
    starts(data).ifPresent(limits::add);
    chance(data).ifPresent(limits::add);
    int prompts = data.prompts().size();
    if (prompts == 1) {
      limits.add(
          "There is one prompt: what is found holds for it, and intervals are over seeds alone.");
    } else if (prompts > 1 && prompts < MIN_PROMPTS) {
      limits.add(
          "There are %d prompts: with fewer than %d independent pairs no p value below 0.05 is"
                  .formatted(prompts, MIN_PROMPTS)
              + " possible, so none is given. Intervals are wide for a reason.");
    }
    if (data.seeds().size() == 1) {
      limits.add(
          "There is one seed: what a seed changes cannot be told from what a prompt changes.");
    }
    if (done > 0 && data.trials().stream().allMatch(trial -> trial.metrics().isEmpty())) {
      limits.add("No trial has metrics: only pictures can be compared.");
    }
    limits.addAll(data.differences());
    List<String> files = contents.missingFiles();
    if (!files.isEmpty()) {
      limits.add(
          "%d files that the records name could not be used. The first: %s."
              .formatted(files.size(), files.get(0)));
    }
    List<String> problems = data.problems();
    if (!problems.isEmpty()) {
      limits.add(
          "%d records, curves or metrics could not be relied on. The first: %s."
              .formatted(problems.size(), problems.get(0)));
    }
    return limits;
  }

  /** Says which measures doing nothing would have won, or that nobody knows. */
  private static Optional<String> starts(SweepData data) {
    List<String> won =
        data.starts().stream()
            .filter(StartComparison::startWins)
            .map(StartComparison::metric)
            .toList();
    if (!won.isEmpty()) {
      return Optional.of(
          "Doing nothing scores better on %s: differences in them are read as change from the start."
              .formatted(String.join(", ", won)));
    }
    return data.withoutStart() == 0
        ? Optional.empty()
        : Optional.of(
            "The start of %d trials is not known: whether doing nothing scores better cannot be said (facesweep measure measures it)."
                .formatted(data.withoutStart()));
  }

  /** Says that no effect is told from chance, where that is so. */
  private static Optional<String> chance(SweepData data) {
    List<EffectVerdict> verdicts =
        data.effects().stream().map(effect -> effect.row().conclusion().verdict()).toList();
    long tested =
        verdicts.stream()
            .filter(v -> v == EffectVerdict.UNCLEAR || v == EffectVerdict.TOO_FEW_PROMPTS)
            .count();
    boolean isAnyClear = verdicts.stream().anyMatch(EffectVerdict::isAnswer);
    return isAnyClear || tested == 0
        ? Optional.empty()
        : Optional.of(
            "Nothing beats chance: none of %d differences that were tested has a corrected p value of 0.05 or less."
                .formatted(tested));
  }

  /** Says why trials failed, the most frequent reasons first. */
  private static List<String> failed(SweepData data) {
    Map<String, Long> reasons =
        data.trials().stream()
            .filter(ReportTrial::isFailed)
            .collect(
                Collectors.groupingBy(SummarySection::why, TreeMap::new, Collectors.counting()));
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MAX_REASONS)
        .map(e -> "%s failed: %s".formatted(Numbers.count(e.getValue(), "trial"), e.getKey()))
        .toList();
  }

  /** Writes what failed, and what cannot be concluded. */
  static void limits(Markup page, Contents contents) {
    List<String> limits = new ArrayList<>(failed(contents.data()));
    limits.addAll(limitations(contents));
    if (limits.isEmpty()) {
      return;
    }
    page.open("div", "class", "limits", "role", "note", "aria-labelledby", "limits-title");
    page.element("h3", "What failed, and what cannot be concluded", "id", "limits-title");
    page.open("ul");
    limits.forEach(limit -> page.open("li").foreign(limit).close());
    page.close("ul").close("div");
  }

  /** Writes the trials that failed, with their messages; nothing where none did. */
  static void failures(Markup page, SweepData data) {
    List<ReportTrial> failed = data.trials().stream().filter(ReportTrial::isFailed).toList();
    if (failed.isEmpty()) {
      return;
    }
    PageFrame.table(page, "failures", "Trials that failed");
    page.open("thead").open("tr").element("th", "trial", "scope", "col");
    page.element("th", "prompt", "scope", "col").element("th", "where", "scope", "col");
    page.element("th", "why", "scope", "col").close("thead").open("tbody");
    for (ReportTrial trial : failed.subList(0, Math.min(SHOWN, failed.size()))) {
      page.open("tr").open("th", "scope", "row");
      page.element("a", trial.index(), "href", trial.page()).close();
      page.open("td").foreign(trial.prompt()).text(", seed " + trial.seed()).close();
      page.element("td", where(trial));
      page.open("td").foreign(why(trial)).close().close("tr");
    }
    page.close("table").close("div");
    if (failed.size() > SHOWN) {
      page.element(
          "a",
          "All %d failed trials".formatted(failed.size()),
          "href",
          TrialList.filter("status", TrialStatus.FAILED.text()));
    }
  }

  /** Returns the phase and the step of a failure, as far as they are known. */
  static String where(ReportTrial trial) {
    StageError error = trial.row().error();
    if (error == null) {
      return "";
    }
    String phase = error.phase() == null ? "" : error.phase();
    return error.step() == null ? phase : phase + ", step " + error.step();
  }

  /** Returns what a failure says of itself. */
  static String why(ReportTrial trial) {
    StageError error = trial.row().error();
    return error == null ? "" : error.message();
  }
}
