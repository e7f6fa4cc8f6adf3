package io.facesweep.report;

import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StoredInstrument;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the models, judges, software and devices that the numbers come from. */
final class OriginSection {
  private static final int SHORT = 16;

  private final Markup page;
  private final SweepData data;

  private OriginSection(Markup page, SweepData data) {
    this.page = page;
    this.data = data;
  }

  static void write(Markup page, SweepData data) {
    new OriginSection(page, data).write();
  }

  private void write() {
    page.open("section", "id", "origins", "aria-labelledby", "origins-title");
    page.element("h2", "Where the numbers come from", "id", "origins-title");
    PageFrame.table(page, "facts", "Models, judges, software, devices");
    page.open("thead").open("tr").element("th", "what", "scope", "col");
    page.element("th", "which", "scope", "col").close("thead").open("tbody");
    SettingsColumns.models().forEach(this::models);
    StoredInstrument instrument = data.origins().instrument();
    if (instrument != null) {
      row("instrument", "%s: %s".formatted(instrument.id(), words(instrument.facts())));
      instrument
          .judges()
          .forEach((judge, hash) -> row("judge " + judge, SettingsColumns.shortened(hash, SHORT)));
    }
    data.origins().versions().forEach((software, stages) -> row(software, counts(stages)));
    row("device", counts(data.origins().devices()));
    page.close("table").close("div").close("section");
  }

  /** Models by place and contents; those of records that say nothing of them are left out. */
  private void models(String key, String column) {
    Set<String> found = new LinkedHashSet<>();
    for (ReportTrial trial : data.trials()) {
      Map<String, Object> settings = trial.row().trial().settings();
      Object place = settings.get(column);
      if (place != null) {
        Object hash = settings.get(column + SettingsColumns.FINGERPRINT);
        found.add(
            hash == null
                ? "" + place
                : "%s, %s".formatted(place, SettingsColumns.shortened("" + hash, SHORT)));
      }
    }
    if (!found.isEmpty()) {
      row(key, String.join("; ", found));
    }
  }

  private void row(String what, String which) {
    page.open("tr").open("th", "scope", "row").foreign(what).close();
    page.open("td").foreign(which).close().close();
  }

  private static String words(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Says how many stages each has, where there is more than one. */
  private static String counts(Map<String, Integer> stages) {
    return stages.size() == 1
        ? stages.keySet().iterator().next()
        : stages.entrySet().stream()
            .map(entry -> "%s (%d stages)".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("; "));
  }
}
