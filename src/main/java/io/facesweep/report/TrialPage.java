package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.metrics.Metrics;
import io.facesweep.store.StageFile;
import io.facesweep.store.StoredTrial;
import io.facesweep.tables.TrialRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything about one trial. */
final class TrialPage {
  private static final String ROOT = "../";

  private final Contents contents;
  private final ReportTrial trial;
  private final Markup page;

  private TrialPage(Contents contents, ReportTrial trial) {
    this.contents = contents;
    this.trial = trial;
    this.page =
        PageFrame.begin(
            "Trial %d – %s".formatted(trial.index(), contents.data().name()),
            ROOT,
            "three.js",
            "viewer.js",
            "report.js");
  }

  static byte[] write(Contents contents, ReportTrial trial) {
    return new TrialPage(contents, trial).write();
  }

  private byte[] write() {
    page.open("header", "class", "top").open("p", "class", "eyebrow");
    page.element("a", "FaceSweep report", "href", ROOT + "index.html").text(" / trial ");
    page.text(trial.index()).close().open("h1").foreign(trial.prompt()).close();
    page.open("ul", "class", "chips").element("li", "seed " + trial.seed());
    List<Factor> factors = contents.data().factors();
    for (int i = 0; i < factors.size(); i++) {
      String level = trial.levels().get(i);
      page.open("li").open("a", "href", ROOT + "index.html" + filter(factors.get(i), level));
      page.open("code").text(factors.get(i).name()).close().text(" = ").foreign(level);
      page.close().close();
    }
    page.close("ul").close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    neighbours();
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    status();
    pictures();
    viewer();
    metrics();
    curves();
    evolution();
    settings();
    assets();
    return PageFrame.end(page, contents.data());
  }

  private static String filter(Factor factor, String level) {
    return TrialList.filter(factor.name(), level);
  }

  private void neighbours() {
    page.open("nav", "aria-label", "Trials").open("ul");
    List<ReportTrial> trials = contents.data().trials();
    int place = contents.place(trial);
    if (place > 0) {
      link("← trial " + trials.get(place - 1).index(), trials.get(place - 1));
    }
    if (place + 1 < trials.size()) {
      link("trial " + trials.get(place + 1).index() + " →", trials.get(place + 1));
    }
    List<Factor> factors = contents.data().factors();
    for (int i = 0; i < factors.size(); i++) {
      for (String level : factors.get(i).levels()) {
        ReportTrial other =
            contents.trial(trial.prompt(), trial.seed(), Contents.with(trial.levels(), i, level));
        if (other != null && other != trial) {
          link("%s = %s".formatted(factors.get(i).name(), level), other);
        }
      }
    }
    page.close("nav");
  }

  private void link(String text, ReportTrial to) {
    page.open("li").open("a", "href", ROOT + to.page()).foreign(text).close().close();
  }

  private void status() {
    if (trial.isDone()) {
      return;
    }
    page.open("div", "class", "limits", "role", "note", "aria-labelledby", "status-title");
    page.element(
        "h2",
        trial.isFailed() ? "This trial failed" : "This trial did not run to its end",
        "id",
        "status-title");
    if (trial.isFailed()) {
      page.open("p")
          .text(SummarySection.where(trial))
          .text(" ")
          .foreign(SummarySection.why(trial))
          .close();
    }
    page.element("p", "What its stages left is shown below.").close("div");
  }

  private void pictures() {
    page.open("section", "aria-labelledby", "pictures-title");
    page.element("h2", "Views", "id", "pictures-title");
    strip("Textured", contents.textured(trial));
    strip("Grey", contents.grey(trial));
    page.close("section");
  }

  private void strip(String name, @Nullable String strip) {
    page.open("figure", "class", "strip").element("figcaption", name);
    if (strip == null) {
      page.element("p", "There are no such pictures of this trial.", "class", "absent");
    } else {
      String words =
          "%s head from azimuths %s degrees".formatted(name, contents.views().azimuths());
      page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", words);
      page.empty("img", "src", ROOT + strip, "alt", words).close();
    }
    page.close("figure");
  }

  private void viewer() {
    String head = contents.head(trial);
    if (head == null) {
      return;
    }
    String id = StageExporter.shortId(Objects.requireNonNull(contents.headStage(trial)));
    page.open("section", "aria-labelledby", "viewer-title");
    page.element("h2", "In three dimensions", "id", "viewer-title");
    page.open(
        "div", "class", "viewer", "id", "viewer", "data-head", id, "data-script", ROOT + head);
    page.element("p", "Loading the mesh…", "class", "quiet", "role", "status").close();
    page.open("p", "class", "choices");
    page.element("button", "Turn left", "type", "button", "data-turn", "-30");
    page.element("button", "Turn right", "type", "button", "data-turn", "30");
    page.element("button", "Front", "type", "button", "data-front", "0");
    page.element("button", "Grey or textured", "type", "button", "data-grey", "0");
    page.element(
        "button",
        "Save GLB",
        "type",
        "button",
        "data-save",
        "head-%05d.glb".formatted(trial.index()));
    page.close("section");
  }

  private void metrics() {
    page.open("section", "aria-labelledby", "metrics-title");
    page.element("h2", "Metrics", "id", "metrics-title");
    if (trial.metrics().isEmpty()) {
      page.element("p", "There are none of this trial.", "class", "absent").close("section");
      return;
    }
    PageFrame.table(page, "facts", "Metrics of this trial");
    page.open("thead").open("tr").element("th", "metric", "scope", "col");
    page.element("th", "value", "scope", "col", "class", "number");
    page.element("th", "meaning", "scope", "col", "class", "meaning").close("thead").open("tbody");
    trial
        .metrics()
        .forEach(
            (name, value) -> {
              page.open("tr").open("th", "scope", "row");
              page.open("a", "class", "metric", "href", ROOT + "index.html#metric-" + name);
              page.open("code").text(name).close().close().close();
              page.element("td", Numbers.plain(value), "class", "number");
              String meaning =
                  Metrics.named(name).map(m -> m.definition() + Glossary.facts(m)).orElse("");
              page.element("td", meaning, "class", "quiet small meaning").close();
            });
    page.close("table").close("div");
    page.open("p", "class", "quiet").text("Cost: " + Numbers.seconds(trial.cost()));
    TrialRow row = trial.row();
    if (row.device() != null) {
      page.text(" on ").foreign(row.device()).text(", host ").foreign("" + row.host());
    }
    if (row.started() != null) {
      page.text(", from %s to %s".formatted(time(row.started()), time(row.finished())));
    }
    page.close("p").close("section");
  }

  private static String time(@Nullable Instant moment) {
    return moment == null
        ? "?"
        : moment.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  private void curves() {
    List<StageCurve> curves =
        trial.stages().stream()
            .map(contents.data().curves()::get)
            .filter(Objects::nonNull)
            .toList();
    if (curves.isEmpty()) {
      return;
    }
    page.open("section", "aria-labelledby", "curves-title");
    page.element("h2", "Step curves", "id", "curves-title").open("div", "class", "charts");
    for (StageCurve curve : curves) {
      TreeSet<String> names = new TreeSet<>(StepSeries.ORDER);
      names.addAll(curve.names());
      for (String name : names) {
        CurveChart.figure(
            page,
            "%s, %s phase".formatted(StepSeries.title(name), curve.phase()),
            StepSeries.axis(name),
            List.of(CurveChart.Line.of(name, curve.points(name))));
      }
    }
    page.close("div").close("section");
  }

  private void evolution() {
    List<String> animations =
        trial.stages().stream().flatMap(s -> contents.export(s).animations().stream()).toList();
    if (animations.isEmpty()) {
      return;
    }
    page.open("section", "aria-labelledby", "evolution-title");
    page.element("h2", "Evolution", "id", "evolution-title").open("div", "class", "charts");
    for (String animation : animations) {
      String phase =
          animation.substring(animation.lastIndexOf('-') + 1, animation.lastIndexOf('.'));
      page.open("details").element("summary", "Play the %s phase".formatted(phase));
      page.empty(
              "img",
              "src",
              ROOT + animation,
              "loading",
              "lazy",
              "alt",
              "Animation of the head during the %s phase".formatted(phase))
          .close();
    }
    page.close("div").close("section");
  }

  private void settings() {
    page.open("section", "aria-labelledby", "settings-title");
    page.element("h2", "Settings", "id", "settings-title");
    StoredTrial planned = trial.row().trial();
    page.open("p").text("Prompt as the model had it: ").foreign(planned.promptText()).close();
    page.open("details").element("summary", "All %d settings".formatted(planned.settings().size()));
    PageFrame.table(page, "facts", "Settings of this trial");
    page.open("thead").open("tr").element("th", "setting", "scope", "col");
    page.element("th", "value", "scope", "col").close("thead").open("tbody");
    for (Map.Entry<String, Object> setting : new TreeMap<>(planned.settings()).entrySet()) {
      page.open("tr").open("th", "scope", "row").open("code").text(setting.getKey());
      page.close().close().open("td").foreign(String.valueOf(setting.getValue())).close().close();
    }
    page.close("table").close("div").close("details").close("section");
  }

  private void assets() {
    page.open("section", "aria-labelledby", "assets-title");
    page.element("h2", "Files", "id", "assets-title");
    String albedo = contents.export(trial.textureStage()).albedo();
    if (albedo != null) {
      page.open("p").element("a", "Texture (albedo)", "href", ROOT + albedo).close();
    }
    for (String stage : trial.stages()) {
      List<String> missing = contents.export(stage).missing();
      if (!missing.isEmpty()) {
        page.open("ul", "class", "limits");
        missing.forEach(line -> page.open("li").foreign(line).close());
        page.close();
      }
      List<StageFile> files = contents.data().files().getOrDefault(stage, List.of());
      if (files.isEmpty()) {
        continue;
      }
      page.open("details");
      page.element(
          "summary",
          "%s stage %s: %d files"
              .formatted(
                  stage.equals(trial.geometryStage()) ? "geometry" : "texture",
                  StageExporter.shortId(stage),
                  files.size()));
      PageFrame.table(page, "facts", "Files of stage %s".formatted(StageExporter.shortId(stage)));
      page.open("thead").open("tr").element("th", "path", "scope", "col");
      page.element("th", "size", "scope", "col", "class", "number");
      page.element("th", "SHA-256", "scope", "col").close("thead").open("tbody");
      for (StageFile file : files) {
        page.open("tr").open("th", "scope", "row").foreign(file.path()).close();
        page.element("td", Numbers.bytes(file.asset().bytes()), "class", "number");
        page.open("td").element("code", file.asset().sha256()).close().close();
      }
      page.close("table").close("div").close("details");
    }
    page.close("section");
  }
}
