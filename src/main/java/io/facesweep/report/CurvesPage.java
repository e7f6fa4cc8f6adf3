package io.facesweep.report;

import io.facesweep.analysis.Factor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The page of step curves: every number that steps have, by level of each factor. */
final class CurvesPage {
  /** Its file. */
  static final String FILE = "curves.html";

  private static final List<String> PHASES = List.of("geometry", "texture", "joint");

  private final SweepData data;
  private final Markup page;

  private CurvesPage(SweepData data) {
    this.data = data;
    this.page = PageFrame.begin("Step curves – " + data.name(), "", "report.js");
  }

  static byte[] write(Contents contents) {
    return new CurvesPage(contents.data()).write();
  }

  private byte[] write() {
    page.open("header", "class", "top").open("p", "class", "eyebrow");
    page.element("a", "FaceSweep report", "href", "index.html").text(" / step curves").close();
    page.open("h1").foreign(data.name()).close().close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    page.element("span", "");
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    page.element(
        "p",
        "The line is the median over the stages of a level, the band goes from the first to the"
            + " third quartile. Where there are very many steps, a point is the mean of some.",
        "class",
        "prose");
    boolean any = false;
    for (int i = 0; i < data.factors().size(); i++) {
      any |= factor(i);
    }
    if (data.factors().isEmpty()) {
      any = charts(List.of("all trials"), -1);
    }
    if (!any) {
      page.element("p", "No stage has a step curve.", "class", "absent");
    }
    return PageFrame.end(page, data);
  }

  private boolean factor(int number) {
    Factor factor = data.factors().get(number);
    String id = "factor-" + number;
    page.open("section", "id", id, "aria-labelledby", id + "-title");
    page.open("h2", "id", id + "-title").open("code").text(factor.name()).close().close();
    boolean any = charts(factor.levels(), number);
    page.close("section");
    return any;
  }

  private boolean charts(List<String> levels, int factor) {
    boolean any = false;
    for (String phase : PHASES) {
      List<List<StageCurve>> curves = levels.stream().map(l -> curves(factor, l, phase)).toList();
      TreeSet<String> names = new TreeSet<>(StepSeries.ORDER);
      curves.forEach(some -> some.forEach(curve -> names.addAll(curve.names())));
      if (names.isEmpty()) {
        continue;
      }
      any = true;
      page.open("h3").text(phase + " phase").close().open("div", "class", "charts");
      for (String name : names) {
        List<CurveChart.Line> lines = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
          lines.add(CurveBand.of(levels.get(level), curves.get(level), name));
        }
        String title =
            factor < 0
                ? "%s, %s phase".formatted(StepSeries.title(name), phase)
                : "%s by %s, %s phase"
                    .formatted(StepSeries.title(name), data.factors().get(factor).name(), phase);
        CurveChart.figure(page, title, StepSeries.axis(name), lines);
      }
      page.close("div");
    }
    return any;
  }

  /** The curves of the stages of trials at a level, each stage once. */
  private List<StageCurve> curves(int factor, String level, String phase) {
    List<StageCurve> curves = new ArrayList<>();
    data.trials().stream()
        .filter(trial -> factor < 0 || trial.levels().get(factor).equals(level))
        .flatMap(trial -> trial.stages().stream())
        .distinct()
        .forEach(
            stage -> {
              StageCurve curve = data.curves().get(stage);
              if (curve != null && curve.phase().equals(phase)) {
                curves.add(curve);
              }
            });
    return curves;
  }
}
