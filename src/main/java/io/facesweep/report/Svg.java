package io.facesweep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Drawing inside a page, in user units. Colours come from the style sheet, by class. */
final class Svg {
  private final Markup page;

  private Svg(Markup page) {
    this.page = page;
  }

  /**
   * Opens a drawing that says in words what it shows.
   *
   * @param label for those who do not see it
   */
  static Svg open(Markup page, String kind, double width, double height, String label) {
    page.open(
        "svg",
        "class",
        kind,
        "viewBox",
        "0 0 %s %s".formatted(Numbers.place(width), Numbers.place(height)),
        "width",
        Numbers.place(width),
        "height",
        Numbers.place(height),
        "role",
        "img",
        "aria-label",
        label);
    return new Svg(page);
  }

  Svg line(String kind, double x1, double y1, double x2, double y2) {
    page.empty(
        "line",
        "class",
        kind,
        "x1",
        Numbers.place(x1),
        "y1",
        Numbers.place(y1),
        "x2",
        Numbers.place(x2),
        "y2",
        Numbers.place(y2));
    return this;
  }

  /** Lines in one element: x1, y1, x2, y2 of each. */
  Svg lines(String kind, List<double[]> ends) {
    String path =
        ends.stream()
            .map(
                end ->
                    "M%s %sL%s %s"
                        .formatted(coarse(end[0]), coarse(end[1]), coarse(end[2]), coarse(end[3])))
            .collect(Collectors.joining());
    page.empty("path", "class", kind, "d", path);
    return this;
  }

  Svg circle(String kind, double x, double y, double radius) {
    page.empty(
        "circle",
        "class",
        kind,
        "cx",
        Numbers.place(x),
        "cy",
        Numbers.place(y),
        "r",
        Numbers.place(radius));
    return this;
  }

  /** A dot that says what it is to who points at it. */
  Svg dot(String kind, double x, double y, String name) {
    page.open("path", "class", kind, "d", dotAt(x, y)).element("title", name).close();
    return this;
  }

  /** Many dots in one element. */
  Svg dots(String kind, List<double[]> places) {
    String path = places.stream().map(p -> dotAt(p[0], p[1])).collect(Collectors.joining());
    page.empty("path", "class", kind, "d", path);
    return this;
  }

  /** A line without length: the round ends of its stroke are the dot. */
  private static String dotAt(double x, double y) {
    return "M%s %sh0".formatted(Numbers.place(x), Numbers.place(y));
  }

  Svg path(String kind, List<double[]> points) {
    return shape("polyline", kind, points);
  }

  Svg area(String kind, List<double[]> points) {
    return shape("polygon", kind, points);
  }

  private Svg shape(String name, String kind, List<double[]> points) {
    page.empty(
        name,
        "class",
        kind,
        "points",
        flattened(points).stream()
            .map(point -> coarse(point[0]) + "," + coarse(point[1]))
            .collect(Collectors.joining(" ")));
    return this;
  }

  /** A tenth of a unit is less than the eye sees. */
  private static String coarse(double value) {
    return Numbers.place(Math.round(10 * value) / 10.0);
  }

  /** Leaves out points on a level between two others. */
  private static List<double[]> flattened(List<double[]> points) {
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean isLevel =
          i > 0
              && i + 1 < points.size()
              && isLevel(points.get(i - 1), points.get(i))
              && isLevel(points.get(i), points.get(i + 1));
      if (!isLevel) {
        kept.add(points.get(i));
      }
    }
    return kept;
  }

  private static boolean isLevel(double[] a, double[] b) {
    return Math.round(10 * a[1]) == Math.round(10 * b[1]);
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  Svg text(String kind, String anchor, double x, double y, String text) {
    page.element(
        "text",
        text,
        "class",
        kind,
        "text-anchor",
        anchor,
        "x",
        Numbers.place(x),
        "y",
        Numbers.place(y));
    return this;
  }

  /** Text that runs upwards, around its middle. */
  Svg upwards(String kind, double x, double y, String text) {
    String place = "%s %s".formatted(Numbers.place(x), Numbers.place(y));
    page.element(
        "text",
        text,
        "class",
        kind,
        "text-anchor",
        "middle",
        "transform",
        "translate(%s) rotate(-90)".formatted(place));
    return this;
  }

  void close() {
    page.close("svg");
  }
}
