package io.facesweep.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.facesweep.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads HOCON from files, texts and the command line. */
final class Sources {
  private static final String OVERRIDE = "-o ";

  private Sources() {}

  static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot read configuration %s: %s"
              .formatted(file, Files.exists(file) ? "it is not a file" : "there is no such file"));
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(),
          Includes.ofFiles(file, ConfigParseOptions.defaults()).setAllowMissing(false));
    } catch (ConfigException | StackOverflowError e) {
      throw unreadable(file.toString(), e);
    }
  }

  static Config parse(String hocon, String source) {
    try {
      return ConfigFactory.parseString(
          hocon,
          ConfigParseOptions.defaults()
              .setOriginDescription(source)
              .setIncluder(Includes.none(source)));
    } catch (ConfigException | StackOverflowError e) {
      throw unreadable(source, e);
    }
  }

  /** Puts {@code key=value} settings over a configuration; later ones win, and blocks replace. */
  static Config override(Config config, List<String> overrides) {
    Config result = config;
    for (String override : overrides) {
      result = override(override, result);
    }
    return result;
  }

  /** Whether a value comes from an override. */
  static boolean isOverride(ConfigOrigin origin) {
    return origin.description().startsWith(OVERRIDE);
  }

  /** A block takes the place of what is there: nothing is merged through a value that is null. */
  private static Config override(String override, Config config) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new UserException("Invalid override: %s (expected key=value)".formatted(override));
    }
    String source = OVERRIDE + override.substring(0, equals);
    String path = override.substring(0, equals).strip();
    try {
      ConfigValue value = overrideValue(override.substring(equals + 1).strip(), source);
      Config below = config;
      if (value instanceof ConfigObject) {
        below = at(path, ConfigValueFactory.fromAnyRef(null, source), source).withFallback(config);
      }
      return at(path, value, source).withFallback(below);
    } catch (ConfigException | StackOverflowError e) {
      throw unreadable(source, e);
    }
  }

  private static Config at(String path, ConfigValue value, String source) {
    ConfigValue root = value;
    List<String> names = ConfigUtil.splitPath(path);
    for (int i = names.size() - 1; i >= 0; i--) {
      root = ConfigValueFactory.fromMap(Map.of(names.get(i), root), source);
    }
    return ((ConfigObject) root).toConfig();
  }

  /**
   * Lists, blocks, quoted texts and substitutions are HOCON; anything else is taken letter by
   * letter, URIs too.
   */
  private static ConfigValue overrideValue(String text, String source) {
    if (!text.isEmpty() && "[{\"$".indexOf(text.charAt(0)) >= 0) {
      ConfigValue value = parse("value = " + text, source).root().get("value");
      if (value != null) {
        return value;
      }
    }
    return ConfigValueFactory.fromAnyRef(text.equals("null") ? null : text, source);
  }

  /** Puts the values of substitutions in, from the configuration and the environment. */
  static Config resolve(Config config, String source) {
    try {
      return config.resolve();
    } catch (ConfigException | StackOverflowError e) {
      throw unreadable(source, e);
    }
  }

  /**
   * Runs what walks through a configuration, which may be nested more deeply than the stack allows.
   */
  static <T> T walk(String source, Supplier<T> walk) {
    try {
      return walk.get();
    } catch (StackOverflowError e) {
      throw unreadable(source, e);
    }
  }

  private static UserException unreadable(String source, Throwable cause) {
    String reason =
        cause instanceof StackOverflowError ? "blocks are nested too deeply" : cause.getMessage();
    return new UserException("Cannot read configuration %s: %s".formatted(source, reason), cause);
  }
}
