package io.facesweep.report;

import org.jspecify.annotations.Nullable;

/** Pictures of heads, at the view that the reader chose. */
final class Shots {
  private Shots() {}

  /** A trial's two pictures, as a link to its page. */
  static void pair(Markup page, Contents contents, ReportTrial trial, String root) {
    String textured = contents.textured(trial);
    String grey = contents.grey(trial);
    page.open("a", "class", "pair", "href", root + trial.page());
    if (textured == null && grey == null) {
      page.element("span", message(trial), "class", "absent " + trial.status().text());
    } else {
      one(page, textured, root, "Textured head, trial " + trial.index());
      one(page, grey, root, "Grey head, trial " + trial.index());
      if (!trial.isDone()) {
        page.element("span", message(trial), "class", "absent " + trial.status().text());
      }
    }
    page.close();
  }

  /** One picture. */
  static void one(Markup page, @Nullable String strip, String root, String words) {
    if (strip == null) {
      page.element("span", "no picture", "class", "shot absent");
    } else {
      page.open("span", "class", "shot");
      page.empty("img", "src", root + strip, "alt", words, "loading", "lazy", "decoding", "async");
      page.close();
    }
  }

  private static String message(ReportTrial trial) {
    return switch (trial.status()) {
      case FAILED -> "failed";
      case DONE -> "no pictures";
      case MISSING -> "not run";
    };
  }
}
