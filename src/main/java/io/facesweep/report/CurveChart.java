package io.facesweep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over steps, with bands around them if there are any. The ordinate is logarithmic if all
 * values are above 0 and span more than a decade.
 */
final class CurveChart {
  /**
   * A line.
   *
   * @param name for the legend
   * @param points (step, value), by step
   * @param low of the band, one a point; empty for none
   * @param high of the band, one a point; empty for none
   */
  record Line(String name, List<double[]> points, double[] low, double[] high) {
    static Line of(String name, List<double[]> points) {
      return new Line(name, points, new double[0], new double[0]);
    }
  }

  private static final double WIDTH = 460;
  private static final double HEIGHT = 236;
  private static final double LEFT = 58;
  private static final double RIGHT = 14;
  private static final double TOP = 14;
  private static final double BOTTOM = 44;
  private static final int TICKS = 4;

  /** What varies by less, of its size, is drawn as a level line. */
  private static final double FLAT = 1e-6;

  private final List<Line> lines;
  private final String axis;
  private final double lastStep;
  private final List<Double> steps;
  private final List<Double> values;
  private final boolean isLogarithmic;

  private CurveChart(List<Line> lines, String axis) {
    this.lines = lines;
    this.axis = axis;
    double last = 1;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (int i = 0; i < line.points().size(); i++) {
        double[] point = line.points().get(i);
        last = Math.max(last, point[0]);
        low = Math.min(low, line.low().length == 0 ? point[1] : line.low()[i]);
        high = Math.max(high, line.high().length == 0 ? point[1] : line.high()[i]);
      }
    }
    boolean isFlat = high - low <= FLAT * Math.max(Math.abs(low), Math.abs(high));
    double pad = !isFlat ? 0 : high == 0 ? 1 : Math.abs(high) * 0.1;
    this.lastStep = last;
    double end = last;
    this.steps = Ticks.linear(0, last, TICKS).stream().filter(tick -> tick <= end).toList();
    this.isLogarithmic = low > 0 && high / low > 10;
    this.values =
        isLogarithmic ? Ticks.logarithmic(low, high) : Ticks.linear(low - pad, high + pad, TICKS);
  }

  /**
   * Draws a chart with its title, and a legend if there are several lines. Nothing is drawn where
   * no line has two points.
   *
   * @param title what it shows, in words
   * @param axis what is on its ordinate: a unit
   */
  static void figure(Markup page, String title, String axis, List<Line> lines) {
    List<Line> drawn = lines.stream().filter(line -> line.points().size() > 1).toList();
    if (!drawn.isEmpty()) {
      page.open("figure", "class", "chart").element("figcaption", title);
      new CurveChart(drawn, axis).draw(page, "%s: %s over steps".formatted(title, axis));
      page.close("figure");
    }
  }

  private void draw(Markup page, String label) {
    Svg svg = Svg.open(page, "curves", WIDTH, HEIGHT, label);
    List<double[]> grid = new ArrayList<>();
    values.forEach(value -> grid.add(new double[] {LEFT, y(value), WIDTH - RIGHT, y(value)}));
    steps.forEach(step -> grid.add(new double[] {x(step), TOP, x(step), HEIGHT - BOTTOM}));
    svg.lines("grid", grid);
    for (double value : values) {
      svg.text("tick", "end", LEFT - 6, y(value) + 3.5, Ticks.label(value));
    }
    for (double step : steps) {
      svg.text("tick", "middle", x(step), HEIGHT - BOTTOM + 16, Ticks.label(step));
    }
    svg.text("axis", "middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "step");
    svg.upwards("axis", 12, (TOP + HEIGHT - BOTTOM) / 2, axis);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.low().length > 0) {
        svg.area("band tone-" + i % 6, band(line));
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      svg.path(
          "line tone-" + i % 6,
          lines.get(i).points().stream().map(p -> new double[] {x(p[0]), y(p[1])}).toList());
    }
    svg.close();
    if (lines.size() > 1) {
      page.open("ul", "class", "legend");
      for (int i = 0; i < lines.size(); i++) {
        page.open("li", "class", "tone-" + i % 6).foreign(lines.get(i).name()).close();
      }
      page.close();
    }
  }

  private List<double[]> band(Line line) {
    List<double[]> outline = new ArrayList<>();
    for (int i = 0; i < line.points().size(); i++) {
      outline.add(new double[] {x(line.points().get(i)[0]), y(line.high()[i])});
    }
    for (int i = line.points().size() - 1; i >= 0; i--) {
      outline.add(new double[] {x(line.points().get(i)[0]), y(line.low()[i])});
    }
    return outline;
  }

  private double x(double step) {
    return LEFT + step / lastStep * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    double least = values.get(0);
    double most = values.get(values.size() - 1);
    double share =
        isLogarithmic
            ? Math.log(value / least) / Math.log(most / least)
            : (value - least) / (most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
