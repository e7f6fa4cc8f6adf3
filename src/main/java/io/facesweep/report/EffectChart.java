package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.UnitKind;
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

  /** Up to so many dots say which prompts they are. */
  private static final int MAX_NAMES = 24;

  /** More dots would be a smear. */
  private static final int MAX_DOTS = 300;

  private final EffectVerdict verdict;
  private final double difference;
  private final Interval interval;
  private final List<Effect.Unit> dots;
  private final double scale;

  private EffectChart(Effect effect) {
    EffectRow row = effect.row();
    this.verdict = row.conclusion().verdict();
    this.difference = row.estimate().difference();
    this.interval = row.estimate().interval();
    this.dots = effect.units().size() > MAX_DOTS ? List.of() : effect.units();
    double largest =
        Math.max(size(difference), Math.max(size(interval.low()), size(interval.high())));
    for (Effect.Unit dot : dots) {
      largest = Math.max(largest, size(dot.difference()));
    }
    int sign = row.comparison().direction() == Direction.LOWER_IS_BETTER ? -1 : 1;
    this.scale = largest > 0 ? sign * (MIDDLE - MARGIN) / largest : 0;
  }

  static void draw(Markup page, Effect effect) {
    new EffectChart(effect).draw(page, words(effect));
  }

  private void draw(Markup page, String words) {
    Svg svg = Svg.open(page, "effect " + tone(verdict), WIDTH, HEIGHT, words);
    svg.line("zero", MIDDLE, 3, MIDDLE, HEIGHT - 3);
    if (Double.isFinite(difference)) {
      if (scale != 0) {
        drawDots(svg);
      }
      if (interval.exists()) {
        double low = x(interval.low());
        double high = x(interval.high());
        svg.line("interval", low, INTERVAL, high, INTERVAL);
        svg.line("interval", low, INTERVAL - 4, low, INTERVAL + 4);
        svg.line("interval", high, INTERVAL - 4, high, INTERVAL + 4);
      }
      svg.circle("point", x(difference), INTERVAL, 4.5);
    }
    svg.close();
  }

  private void drawDots(Svg svg) {
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < dots.size(); i++) {
      places.add(new double[] {x(dots.get(i).difference()), DOTS + 3 * (i % 3 - 1)});
    }
    if (places.size() > MAX_NAMES) {
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

  /** Returns the colour of a verdict. */
  static String tone(EffectVerdict verdict) {
    return switch (verdict) {
      case BETTER -> "good";
      case WORSE -> "bad";
      case LARGER, SMALLER, LESS_CHANGE, MORE_CHANGE, EQUIVALENT -> "other";
      case UNCLEAR, UNCHANGED, TOO_FEW_PROMPTS, NO_VERDICT, NO_PAIRS -> "open";
    };
  }

  /** Returns the effect in words. */
  static String words(Effect effect) {
    EffectRow row = effect.row();
    String metric = row.comparison().metric();
    Estimate estimate = row.estimate();
    if (!Double.isFinite(estimate.difference())) {
      return "%s: nothing to compare".formatted(metric);
    }
    return "%s: %s%s%s; %s"
        .formatted(
            metric,
            Numbers.signed(estimate.difference()),
            words(estimate),
            range(effect.units(), row.sample().unit()),
            row.conclusion().verdict().text());
  }

  private static String words(Estimate estimate) {
    Interval interval = estimate.interval();
    return interval.exists()
        ? ", %d percent interval %s to %s"
            .formatted(
                Math.round(100 * estimate.confidence()),
                Numbers.signed(interval.low()),
                Numbers.signed(interval.high()))
        : ", no interval";
  }

  private static String range(List<Effect.Unit> units, UnitKind kind) {
    if (units.size() < 2) {
      return "";
    }
    double least = units.stream().mapToDouble(Effect.Unit::difference).min().orElseThrow();
    double most = units.stream().mapToDouble(Effect.Unit::difference).max().orElseThrow();
    return ", single %ss from %s to %s"
        .formatted(kind.text(), Numbers.signed(least), Numbers.signed(most));
  }
}
