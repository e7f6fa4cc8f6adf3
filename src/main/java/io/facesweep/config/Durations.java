package io.facesweep.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Spans of time as HOCON writes them, with a unit. */
final class Durations {
  private static final Duration MAX_DURATION = Duration.ofDays(365);

  private Durations() {}

  /** A positive duration of up to a year, or {@code none}, which is zero. */
  static Kind<Duration> kind() {
    return Kinds.of(
        "a time such as \"30 minutes\" or \"2h\", up to 365 days, or none",
        Durations::read,
        Durations::write);
  }

  private static @Nullable Duration read(ConfigValue value) {
    if (value.valueType() != ConfigValueType.STRING) {
      return null;
    }
    String text = (String) value.unwrapped();
    if (text.equals("none")) {
      return Duration.ZERO;
    }
    if (!text.matches("(?s).*[a-z].*")) {
      return null;
    }
    try {
      Duration duration = value.atKey("t").getDuration("t");
      boolean allowed = duration.toMillis() > 0 && duration.compareTo(MAX_DURATION) <= 0;
      return allowed ? Duration.ofMillis(duration.toMillis()) : null;
    } catch (ConfigException | ArithmeticException e) {
      return null; // not a duration, which the caller reports
    }
  }

  private static String write(Duration duration) {
    if (duration.isZero()) {
      return "none";
    }
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
