package io.facesweep.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** The pages to explore and to compare, and what they load. */
final class ExploreFiles {
  /** Where scripts and styles of these pages are, in the report's folder. */
  static final String FOLDER = "explore/";

  /** The trials, for both pages. */
  static final String DATA = FOLDER + "data.js";

  static final String STYLES = FOLDER + "explore.css";

  private static final List<String> OWN =
      List.of(
          "explore.css",
          "page.js",
          "state.js",
          "model.js",
          "marks.js",
          "pen.js",
          "scales.js",
          "parallel.js",
          "scatter.js",
          "filters.js",
          "heat.js",
          "cells.js",
          "list.js",
          "explore.js",
          "stages.js",
          "overlay.js",
          "curves.js",
          "twins.js",
          "compare.js");

  private ExploreFiles() {}

  /**
   * Writes what is the same in every report.
   *
   * @param to gets files by name, relative to the report's folder
   */
  static void writeFixed(BiConsumer<String, byte[]> to) {
    OWN.forEach(name -> to.accept(FOLDER + name, SweepReport.resource(FOLDER + name)));
  }

  /**
   * Writes the two pages and the trials.
   *
   * @param to gets files by name, relative to the report's folder
   */
  static void write(Contents contents, BiConsumer<String, byte[]> to) {
    to.accept(DATA, ExploreData.script(contents).getBytes(StandardCharsets.UTF_8));
    to.accept(ExplorePage.FILE, ExplorePage.write(contents));
    to.accept(ComparePage.FILE, ComparePage.write(contents));
  }
}
