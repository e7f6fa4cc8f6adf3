package io.facesweep.report;

import io.facesweep.store.EffectRow;

/**
 * One effect with its interval on a line whose middle is no effect, drawn so that better is to the
 * right: metrics of which less is better run the other way. Each line has its own scale.
 */
final class EffectChart {
  private static final double WIDTH = 260;
  private static final double HEIGHT = 30;
  private static final double MARGIN = 10;

  private EffectChart() {}

  static void draw(Markup page, EffectRow row) {
    double middle = WIDTH / 2;
    double y = HEIGHT / 2;
    Svg svg = Svg.open(page, "effect " + tone(row), WIDTH, HEIGHT, words(row));
    svg.line("zero", middle, 3, middle, HEIGHT - 3);
    double largest =
        Math.max(
            Math.abs(row.effect()), Math.max(size(row.low()), size(row.high())));
    if (Double.isFinite(row.effect()) && largest > 0) {
      double scale = (middle - MARGIN) / largest * (row.direction().equals("lower") ? -1 : 1);
      if (Double.isFinite(row.low())) {
        double low = middle + scale * row.low();
        double high = middle + scale * row.high();
        svg.line("interval", low, y, high, y);
        svg.line("interval", low, y - 4, low, y + 4);
        svg.line("interval", high, y - 4, high, y + 4);
      }
      svg.circle("point", middle + scale * row.effect(), y, 4.5);
    } else if (row.effect() == 0) {
      svg.circle("point", middle, y, 4.5);
    }
    svg.close();
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
  static String words(EffectRow row) {
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
    return "%s: %s%s; %s"
        .formatted(row.metric(), Numbers.signed(row.effect()), interval, row.verdict());
  }
}
