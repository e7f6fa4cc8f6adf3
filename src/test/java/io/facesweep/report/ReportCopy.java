package io.facesweep.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A copy of a report whose pages do something: a script goes first or last in a page, as one of its
 * own files, so that the page's policy holds.
 */
final class ReportCopy {
  private static final Pattern SAID = Pattern.compile("(?s)<pre id=\"said-by-test\">(.*?)</pre>");

  private final Path folder;

  /**
   * Copies a report.
   *
   * @param to must not be there
   */
  ReportCopy(Path report, Path to) throws IOException {
    this.folder = to;
    try (Stream<Path> files = Files.walk(report)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(report.relativize(file).toString()));
      }
    }
  }

  /**
   * Gives a page a script that runs before its own, and one that runs a while after, in which
   * {@code say(value)} tells the test something and {@code until(isSo, then)} waits.
   */
  Path acting(String page, String first, String then) throws IOException {
    Files.writeString(folder.resolve("first.js"), first);
    Files.writeString(
        folder.resolve("then.js"),
        """
function say(value) {
  var said = document.createElement("pre");
  said.id = "said-by-test";
  said.textContent = JSON.stringify(value);
  document.body.append(said);
}
function pointer(kind, target, x, y) {
  target.dispatchEvent(new PointerEvent(kind, { clientX: x, clientY: y, pointerId: 1, bubbles: true, cancelable: true }));
}
function until(isSo, then, left) {
  if (left === 0 || isSo()) { then(); } else { window.setTimeout(function () { until(isSo, then, left === undefined ? 30 : left - 1); }, 100); }
}
window.addEventListener("load", function () { window.setTimeout(function () {
%s
}, 500); });
"""
            .formatted(then));
    Path file = folder.resolve(page);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("<script ", "<script src=\"first.js\"></script><script ")
            .replace("</head>", "<script defer src=\"then.js\"></script></head>"));
    return file;
  }

  /** Gives a page a theme and an inspection by axe, which the policy forbids. */
  Path inspected(String page, String theme) throws IOException {
    try (InputStream axe = getClass().getResourceAsStream("/axe.min.js")) {
      Files.write(folder.resolve("axe.js"), Objects.requireNonNull(axe).readAllBytes());
    }
    Path file =
        acting(
            page,
            "",
            """
            document.querySelectorAll("details").forEach(function (d) { d.open = true; });
            axe.run(document, { resultTypes: ["violations"] }).then(function (results) {
              say(results.violations.map(function (v) {
                return [v.impact, v.id, v.nodes.map(function (node) { return node.target; })];
              }));
            });
            """);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace("<html ", "<html data-theme=\"%s\" ".formatted(theme))
            .replace("src=\"first.js\"", "src=\"axe.js\""));
    return file;
  }

  /** What a page said to the test; empty if nothing. */
  static String said(Browser.Page page) {
    Matcher said = SAID.matcher(page.dom());
    return said.find()
        ? said.group(1).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
        : "";
  }
}
