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
  private static final double HEIGHT = 190;
  private static final double LEFT = 52;
  private static final double RIGHT = 10;
  private static final double TOP = 12;
  private static final double BOTTOM = 26;
  private static final int MAX_POINTS = 160;

  private final List<Line> lines;
  private final double lastStep;
  private final double least;
  private final double most;
  private final boolean isLogarithmic;

  private CurveChart(List<Line> lines) {
    this.lines = lines;
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
    this.lastStep = last;
    this.isLogarithmic = low > 0 && high / low > 10;
    double pad = high > low ? 0 : Math.max(1e-12, Math.abs(high) * 0.1);
    this.least = low - pad;
    this.most = high + pad;
  }

  /**
   * Draws a chart with a legend if there are several lines.
   *
   * @param label what it shows, in words
   * @return false if there is nothing to draw
   */
  static boolean draw(Markup page, String label, List<Line> lines) {
    List<Line> drawn = new ArrayList<>();
    lines.stream()
        .filter(line -> line.points().size() > 1)
        .map(CurveChart::thinned)
        .forEach(drawn::add);
    if (drawn.isEmpty()) {
      return false;
    }
    new CurveChart(drawn).draw(page, label);
    return true;
  }

  private void draw(Markup page, String label) {
    Svg svg = Svg.open(page, "curves", WIDTH, HEIGHT, label);
    for (double value : new double[] {least, middle(), most}) {
      svg.line("grid", LEFT, y(value), WIDTH - RIGHT, y(value));
      svg.text("tick", "end", LEFT - 6, y(value) + 3.5, Numbers.plain(value));
    }
    svg.text("tick", "start", LEFT, HEIGHT - 8, "step 0");
    svg.text("tick", "end", WIDTH - RIGHT, HEIGHT - 8, "step " + (long) lastStep);
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

  private double middle() {
    return isLogarithmic ? Math.sqrt(least * most) : (least + most) / 2;
  }

  private double x(double step) {
    return LEFT + step / lastStep * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    double share =
        isLogarithmic
            ? Math.log(value / least) / Math.log(most / least)
            : (value - least) / (most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  /** Means of neighbouring points where there are more than can be seen. */
  private static Line thinned(Line line) {
    int size = line.points().size();
    int every = (size + MAX_POINTS - 1) / MAX_POINTS;
    if (every == 1) {
      return line;
    }
    List<double[]> points = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int from = 0; from < size; from += every) {
      int to = Math.min(size, from + every);
      double step = 0;
      double value = 0;
      double lowSum = 0;
      double highSum = 0;
      for (int i = from; i < to; i++) {
        step += line.points().get(i)[0];
        value += line.points().get(i)[1];
        lowSum += line.low().length == 0 ? 0 : line.low()[i];
        highSum += line.high().length == 0 ? 0 : line.high()[i];
      }
      int count = to - from;
      points.add(new double[] {step / count, value / count});
      low.add(lowSum / count);
      high.add(highSum / count);
    }
    boolean hasBand = line.low().length > 0;
    return new Line(
        line.name(),
        points,
        hasBand ? low.stream().mapToDouble(v -> v).toArray() : new double[0],
        hasBand ? high.stream().mapToDouble(v -> v).toArray() : new double[0]);
  }
}
