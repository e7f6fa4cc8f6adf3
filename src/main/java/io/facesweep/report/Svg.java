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
    StringBuilder path = new StringBuilder();
    for (double[] end : ends) {
      path.append('M');
      coarse(path, end[0]);
      path.append(' ');
      coarse(path, end[1]);
      path.append('L');
      coarse(path, end[2]);
      path.append(' ');
      coarse(path, end[3]);
    }
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
    StringBuilder places = new StringBuilder();
    for (double[] point : flattened(points)) {
      places.append(places.isEmpty() ? "" : " ");
      coarse(places, point[0]);
      places.append(',');
      coarse(places, point[1]);
    }
    page.empty(name, "class", kind, "points", places);
    return this;
  }

  /** Adds a number in tenths: less than the eye sees. Charts have very many. */
  private static void coarse(StringBuilder to, double value) {
    long tenths = Math.round(10 * value);
    to.append(tenths < 0 ? "-" : "").append(Math.abs(tenths / 10));
    if (tenths % 10 != 0) {
      to.append('.').append(Math.abs(tenths % 10));
    }
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
