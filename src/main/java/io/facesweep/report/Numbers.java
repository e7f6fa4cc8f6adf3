package io.facesweep.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {
  /** Stands where there is no number. */
  static final String NONE = "–";

  private static final String PREFIXES = " kMGT";

  private Numbers() {}

  /**
   * Three significant digits, with a minus sign as typographers have it; from a million on with a
   * prefix: {@code 722 M}.
   */
  static String plain(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    String text;
    if (size == 0) {
      text = "0";
    } else if (size >= 1e6 && size < 1e15) {
      text = prefixed(size, size);
    } else if (size >= 1e6 || size < 1e-3) {
      text = String.format(Locale.ROOT, "%.2e", size).replaceAll("e\\+?(-?)0?", "e$1");
    } else {
      text = String.format(Locale.ROOT, "%." + decimals(size) + "f", size);
    }
    return value < 0 ? "−" + text : text;
  }

  /** Returns a number with its sign, as differences have it. */
  static String signed(double value) {
    return signed(value, value);
  }

  /**
   * Returns a number with its sign, and the prefix and as many decimals as the largest of a group
   * has.
   */
  static String signed(double value, double largest) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(largest);
    String text =
        size >= 1e6 && size < 1e15
            ? prefixed(Math.abs(value), size)
            : size >= 1e-4 && size < 1e6
                ? String.format(Locale.ROOT, "%." + decimals(size) + "f", Math.abs(value))
                : plain(Math.abs(value));
    return (value > 0 ? "+" : value < 0 ? "−" : "") + text;
  }

  /** Returns a number with the prefix and the decimals of another one of at least a million. */
  private static String prefixed(double size, double largest) {
    double rounded = new BigDecimal(largest).round(new MathContext(3)).doubleValue();
    int power = Math.min(PREFIXES.length() - 1, (int) (Math.log10(rounded) / 3));
    double unit = Math.pow(1000, power);
    String format = "%." + decimals(rounded / unit) + "f ";
    return String.format(Locale.ROOT, format, size / unit) + PREFIXES.charAt(power);
  }

  private static int decimals(double size) {
    return (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
  }

  /** Returns a number of things: {@code 1 seed}, {@code 2 seeds}. */
  static String count(long number, String noun) {
    return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  /** A p value; never 0. */
  static String p(double value) {
    return !Double.isFinite(value)
        ? NONE
        : value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A share in percent. */
  static String percent(double share) {
    return Double.isFinite(share) ? Math.round(100 * share) + " %" : NONE;
  }

  /** A duration: {@code 8.2 s}, {@code 4 min 10 s}, {@code 3 h 5 min}. */
  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    } else if (seconds < 60) {
      return plain(seconds) + " s";
    }
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /** A size: {@code 12 kB}. */
  static String bytes(long bytes) {
    return bytes < 1000
        ? bytes + " B"
        : bytes < 1_000_000 ? plain(bytes / 1e3) + " kB" : plain(bytes / 1e6) + " MB";
  }

  /** Returns a number as SVG takes it: at most two decimals. */
  static String place(double value) {
    long hundredths = Math.round(Math.abs(value) * 100);
    String text = (value < 0 && hundredths > 0 ? "-" : "") + hundredths / 100;
    long rest = hundredths % 100;
    return rest == 0 ? text : text + (rest < 10 ? ".0" : ".") + rest;
  }
}
