package io.facesweep.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis: 1, 2 or 5 times a power of ten. */
final class Ticks {
  private static final double[] MANTISSAS = {1, 2, 5, 10};
  private static final double ROUNDING = 1e-9;

  /** More labels than these do not fit along a logarithmic axis. */
  private static final int MAX_LABELS = 6;

  private Ticks() {}

  /**
   * Returns evenly spaced ticks that enclose a range, the first at or below its low end.
   *
   * @param wanted about how many
   */
  static List<Double> linear(double low, double high, int wanted) {
    double step = step((high - low) / wanted);
    double first = Math.floor(low / step + ROUNDING);
    List<Double> ticks = new ArrayList<>();
    for (double i = first; ; i++) {
      ticks.add(rounded(i * step));
      if (i * step >= high - step * ROUNDING) {
        return ticks;
      }
    }
  }

  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double mantissa : MANTISSAS) {
      if (mantissa * power >= least * (1 - ROUNDING)) {
        return mantissa * power;
      }
    }
    return 10 * power;
  }

  /**
   * Returns ticks of a logarithmic axis that enclose a range: powers of ten, or of few decades 1, 2
   * and 5 of each.
   *
   * @param low above 0
   */
  static List<Double> logarithmic(double low, double high) {
    int first = (int) Math.floor(Math.log10(low) + ROUNDING);
    int last = (int) Math.ceil(Math.log10(high) - ROUNDING);
    double[] mantissas = last - first > 2 ? new double[] {1} : new double[] {1, 2, 5};
    int every = Math.max(1, (last - first + MAX_LABELS - 1) / MAX_LABELS);
    List<Double> all = new ArrayList<>();
    for (int power = first; power <= last; power += every) {
      for (double mantissa : mantissas) {
        all.add(rounded(mantissa * Math.pow(10, power)));
      }
    }
    if (all.get(all.size() - 1) < high * (1 - ROUNDING)) {
      all.add(rounded(Math.pow(10, last)));
    }
    return enclosing(all, low, high);
  }

  /** Drops ticks that lie outside, but for the next one on either side. */
  private static List<Double> enclosing(List<Double> all, double low, double high) {
    int from = 0;
    int to = all.size() - 1;
    while (from < to && all.get(from + 1) <= low * (1 + ROUNDING)) {
      from++;
    }
    while (to > from && all.get(to - 1) >= high * (1 - ROUNDING)) {
      to--;
    }
    return all.subList(from, to + 1);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(9)).doubleValue();
  }

  /** Returns a round number without digits that say nothing: {@code 0.02}, {@code 500}. */
  static String label(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size >= 1e6 || size < 1e-3)) {
      return Numbers.plain(value).replaceAll("\\.?0+(?=e|$| )", "");
    }
    String text =
        new BigDecimal(size).round(new MathContext(9)).stripTrailingZeros().toPlainString();
    return value < 0 ? "−" + text : text;
  }
}
