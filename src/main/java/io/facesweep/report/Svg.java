package io.facesweep.report;

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
        points.stream()
            .map(point -> Numbers.place(point[0]) + "," + Numbers.place(point[1]))
            .collect(Collectors.joining(" ")));
    return this;
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

  void close() {
    page.close("svg");
  }
}
