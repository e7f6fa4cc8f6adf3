package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.tables.EffectRow;
import java.util.ArrayList;
import java.util.List;

/**
 * One effect with its interval on a line whose middle is no effect, drawn so that better is to the
 * right: metrics of which less is better run the other way. Below it a dot for each prompt's own
 * difference. Each drawing has its own scale.
 */
final class EffectChart {
  private static final double WIDTH = 260;
  private static final double HEIGHT = 36;
  private static final double MARGIN = 10;
  private static final double MIDDLE = WIDTH / 2;
  private static final double INTERVAL = 12;
  private static final double DOTS = 27;

  /** Of so many dots each says which prompt it is. */
  private static final int MOST_NAMES = 24;

  /** More would be a smear. */
  private static final int MOST_DOTS = 300;

  private final EffectRow row;
  private final List<Effect.Unit> dots;
  private final double scale;

  private EffectChart(Effect effect) {
    this.row = effect.row();
    this.dots = effect.units().size() > MOST_DOTS ? List.of() : effect.units();
    double largest = Math.max(size(row.effect()), Math.max(size(row.low()), size(row.high())));
    for (Effect.Unit dot : dots) {
      largest = Math.max(largest, size(dot.difference()));
    }
    int sign = row.direction().equals("lower") ? -1 : 1;
    this.scale = largest > 0 ? sign * (MIDDLE - MARGIN) / largest : 0;
  }

  static void draw(Markup page, Effect effect) {
    new EffectChart(effect).draw(page, words(effect));
  }

  private void draw(Markup page, String words) {
    Svg svg = Svg.open(page, "effect " + tone(row), WIDTH, HEIGHT, words);
    svg.line("zero", MIDDLE, 3, MIDDLE, HEIGHT - 3);
    if (Double.isFinite(row.effect())) {
      if (scale != 0) {
        drawDots(svg);
      }
      if (Double.isFinite(row.low())) {
        svg.line("interval", x(row.low()), INTERVAL, x(row.high()), INTERVAL);
        svg.line("interval", x(row.low()), INTERVAL - 4, x(row.low()), INTERVAL + 4);
        svg.line("interval", x(row.high()), INTERVAL - 4, x(row.high()), INTERVAL + 4);
      }
      svg.circle("point", x(row.effect()), INTERVAL, 4.5);
    }
    svg.close();
  }

  private void drawDots(Svg svg) {
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < dots.size(); i++) {
      places.add(new double[] {x(dots.get(i).difference()), DOTS + 3 * (i % 3 - 1)});
    }
    if (places.size() > MOST_NAMES) {
      svg.dots("dot", places);
    } else if (places.size() > 1) {
      for (int i = 0; i < dots.size(); i++) {
        Effect.Unit dot = dots.get(i);
        String name = "%s: %s".formatted(dot.name(), Numbers.signed(dot.difference()));
        svg.dot("dot", places.get(i)[0], places.get(i)[1], name);
      }
    }
  }

  private double x(double difference) {
    return MIDDLE + scale * difference;
  }

  private static double size(double value) {
    return Double.isFinite(value) ? Math.abs(value) : 0;
  }

  /** Which colour an effect has: by its verdict. */
  static String tone(EffectRow row) {
    return switch (row.verdict()) {
      case "better" -> "good";
      case "worse" -> "bad";
      case "larger", "smaller" -> "other";
      default -> "open";
    };
  }

  /** The effect in words. */
  static String words(Effect effect) {
    EffectRow row = effect.row();
    if (!Double.isFinite(row.effect())) {
      return "%s: nothing to compare".formatted(row.metric());
    }
    String interval =
        Double.isFinite(row.low())
            ? ", %d percent interval %s to %s"
                .formatted(
                    Math.round(100 * row.confidence()),
                    Numbers.signed(row.low()),
                    Numbers.signed(row.high()))
            : ", no interval";
    return "%s: %s%s%s; %s"
        .formatted(
            row.metric(),
            Numbers.signed(row.effect()),
            interval,
            range(effect.units(), row.unit()),
            row.verdict());
  }

  private static String range(List<Effect.Unit> units, String unit) {
    if (units.size() < 2) {
      return "";
    }
    double least = units.stream().mapToDouble(Effect.Unit::difference).min().orElseThrow();
    double most = units.stream().mapToDouble(Effect.Unit::difference).max().orElseThrow();
    return ", single %ss from %s to %s"
        .formatted(unit, Numbers.signed(least), Numbers.signed(most));
  }
}
