package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Refuses the options of a net's config.json that would need code which is not here, and sizes that
 * no net has: a number in a small file decides how much is built.
 */
final class ConfigRules {
  /** Most residual blocks of a level, or layers of a transformer; real nets have up to 48. */
  static final int MAX_LAYERS = 128;

  /** Largest width inside a net; real ones are up to 5120. */
  static final int MAX_WIDTH = 65_536;

  private static final int MAX_LEVELS = 16;
  private static final int MAX_KERNEL = 31;

  private final JsonConfig config;

  ConfigRules(JsonConfig config) {
    this.config = config;
  }

  /** The class that the file says it configures; absent in some hand-made files. */
  void className(String expected) {
    String actual = config.text("_class_name", expected);
    if (!actual.equals(expected)) {
      throw new UserException(
          "Cannot open %s: it configures a %s (supported: %s of Stable Diffusion 1.x and 2.x)"
              .formatted(config.file(), actual, expected));
    }
  }

  /** An option that must not be set. */
  void unused(String key) {
    if (!config.isNullOrAbsent(key)) {
      throw config.problem(key, "null: the option is not supported");
    }
  }

  /** A flag, or one for each level, that must be false. */
  void off(String key) {
    if (config.isNullOrAbsent(key)) {
      return;
    }
    if (config.isList(key) || config.flag(key)) {
      throw config.problem(key, "false: the option is not supported");
    }
  }

  /** A flag that must be true, as it is where the key is absent. */
  void on(String key) {
    if (!config.flag(key, true)) {
      throw config.problem(key, "true: the option is not supported");
    }
  }

  /** A text with one supported value, which is also the default. */
  void only(String key, String value) {
    if (!config.text(key, value).equals(value)) {
      throw config.problem(key, value);
    }
  }

  /** A number with one supported value, which is also the default. */
  void only(String key, int value) {
    if (!config.isNullOrAbsent(key) && (config.isList(key) || config.number(key) != value)) {
      throw config.problem(key, Integer.toString(value));
    }
  }

  /** An activation function; the first is the default. Returns the name. */
  String activation(String key, String... supported) {
    String name = config.text(key, supported[0]);
    if (!Arrays.asList(supported).contains(name)) {
      throw config.problem(key, String.join(" or ", supported));
    }
    return name;
  }

  /** A whole number from 1 on, or the default. */
  int count(String key, int absent, int most) {
    int value = config.positive(key, absent);
    if (value > most) {
      throw config.problem(key, "a whole number from 1 to %d".formatted(most));
    }
    return value;
  }

  /** A width inside the net, or the default. */
  int width(String key, int absent) {
    return count(key, absent, MAX_WIDTH);
  }

  /** A number of layers, or the default. */
  int layers(String key, int absent) {
    return count(key, absent, MAX_LAYERS);
  }

  /** A width for each of at least one level. */
  List<Integer> channels(String key) {
    List<Integer> values = config.integers(key);
    if (values.isEmpty()
        || values.size() > MAX_LEVELS
        || values.stream().anyMatch(value -> value < 1 || value > MAX_WIDTH)) {
      throw config.problem(
          key, "1 to %d positive whole numbers of at most %d".formatted(MAX_LEVELS, MAX_WIDTH));
    }
    return values;
  }

  void divisible(List<Integer> channels, int groups) {
    if (channels.stream().anyMatch(width -> width % groups != 0)) {
      throw config.problem(
          "norm_num_groups", "a divisor of every one of block_out_channels %s".formatted(channels));
    }
  }

  /** One positive number for each level, or one for all of them. */
  List<Integer> counts(String key, int levels, int absent, int most) {
    if (config.isNullOrAbsent(key)) {
      return Collections.nCopies(levels, absent);
    }
    List<Integer> values = config.integers(key, levels);
    if (values.stream().anyMatch(value -> value < 1 || value > most)) {
      throw config.problem(key, "positive whole numbers of at most %d".formatted(most));
    }
    return values;
  }

  /** One of the supported types for each level. */
  List<String> blockTypes(String key, int levels, String... supported) {
    List<String> types = config.strings(key);
    if (types.size() != levels || !Arrays.asList(supported).containsAll(types)) {
      throw config.problem(key, "%d of %s".formatted(levels, String.join(", ", supported)));
    }
    return types;
  }

  /** A kernel size that keeps the image's size; 3 where absent. */
  int oddKernel(String key) {
    int kernel = config.positive(key, 3);
    if (kernel % 2 == 0 || kernel > MAX_KERNEL) {
      throw config.problem(key, "an odd number of at most %d".formatted(MAX_KERNEL));
    }
    return kernel;
  }
}
