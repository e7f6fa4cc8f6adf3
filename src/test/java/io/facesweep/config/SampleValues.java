package io.facesweep.config;

import io.facesweep.settings.Choice;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Declarations;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TrialSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A valid value, other than the default, for every key of the trial block: by what is declared of
 * it, where none is given here because it must go with others.
 */
public final class SampleValues {
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("phases", "joint"),
          Map.entry("scale", "7.5"),
          Map.entry("timestep", "uniform"),
          Map.entry("t-max", "0.9"),
          Map.entry("t-min", "0.1"),
          Map.entry("m1", "700"),
          Map.entry("m2", "400"),
          Map.entry("kind", "adan"),
          Map.entry("betas", "[0.5, 0.6]"),
          Map.entry("preset", "full-turn"),
          Map.entry("elevation", "{ min = 0, max = 5 }"),
          Map.entry("coefficients", "[0.25, 1]"),
          Map.entry("prior", "canny"),
          Map.entry("prior-schedule", "log"),
          Map.entry("init-texture", "\"skin.png\""),
          Map.entry("latent-steps", "100"),
          Map.entry("steps", "500"),
          Map.entry("encode-resolution", "256"),
          Map.entry("render", "mix"),
          Map.entry("second-objective", "csd"),
          Map.entry("color", "[0.2, 0.4, 0.6]"),
          Map.entry("source", "\"{prompt}, blurry\""));

  private static final Pattern OF_OBJECTIVE =
      Pattern.compile("(.*guidance\\.)(csd|nfsd|bridge|ism|sdi|asd)\\..*");

  private static final Pattern OF_CONTROL = Pattern.compile("(.*\\.control\\.\\w+\\.)(?!on$).*");

  /** What an option needs beside so that it counts. */
  private static final Map<String, String> GATES =
      Map.of(
          "negative-template", "objective = nfsd",
          "second-objective", "objective-switch = 1",
          "t-max-end", "timestep = annealed",
          "jitter", "timestep = linear-jitter",
          "clip-value-end", "clip-value = 3",
          "perp-neg-weight", "conditioning = perp-neg",
          "depth-scale", "depth-control = true",
          "depth-convention", "depth-control = true",
          "depth-end", "depth-control = true");

  private static final Map<String, String> BY_KEY = new LinkedHashMap<>();

  static {
    TrialSettings.DECLARED
        .generals()
        .forEach((block, record) -> put(block + ".", Declarations.of(record).all()));
    put("", TrialSettings.DECLARED.all());
  }

  private SampleValues() {}

  /** HOCON for a key of the trial block. */
  public static String of(String key) {
    String value = BY_KEY.get(key);
    if (value == null) {
      throw new IllegalArgumentException("No sample value for key " + key);
    }
    return value;
  }

  /** HOCON with which an option counts; empty for other keys. */
  public static String gate(String key) {
    Matcher own = OF_OBJECTIVE.matcher(key);
    if (own.matches()) {
      return "%sobjective = %s\n".formatted(own.group(1), own.group(2));
    }
    Matcher control = OF_CONTROL.matcher(key);
    if (control.matches()) {
      return control.group(1) + "on = true\n";
    }
    int dot = key.lastIndexOf('.') + 1;
    String gate = GATES.get(key.substring(dot));
    return gate == null ? "" : key.substring(0, dot) + gate + "\n";
  }

  /** HOCON by key, for every key of the trial block. */
  public static Map<String, String> all() {
    return BY_KEY;
  }

  private static void put(String prefix, List<Declaration> declared) {
    for (Declaration one : declared) {
      String given = GIVEN.get(one.path().substring(one.path().lastIndexOf('.') + 1));
      BY_KEY.put(prefix + one.path(), given == null ? derived(one) : given);
    }
  }

  private static String derived(Declaration declared) {
    Class<?> type = declared.type();
    if (type == boolean.class) {
      return "" + !Boolean.parseBoolean(declared.byDefault());
    } else if (type == double.class || type == int.class) {
      return number(declared);
    } else if (type == String.class) {
      return "\"another text\"";
    } else if (type == Sampling.class || type == List.class) {
      return "[2]";
    }
    for (Object constant : type.getEnumConstants()) {
      String text = "\"" + ((Choice) constant).text() + "\"";
      if (!text.replace("\"", "").equals(declared.byDefault().replace("\"", ""))) {
        return text;
      }
    }
    throw new IllegalStateException("No other value for key " + declared);
  }

  /** Half of the default, or a number that is near the least. */
  private static String number(Declaration declared) {
    Setting setting = declared.setting();
    double usual = Double.parseDouble(declared.byDefault());
    double least = Math.max(setting.min(), setting.above());
    int step = setting.multipleOf();
    double value = Math.floor(usual / 2 / step) * step;
    if (declared.type() == double.class) {
      value = usual / 2;
    }
    boolean fits = value > least && value != usual;
    return Decimals.text(fits ? value : least + (setting.max() > 1 ? step : 0.5));
  }
}
