package io.facesweep.train.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.facesweep.UserException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recipe in HOCON. A key is the name of a recipe's component in kebab case, such as {@code
 * unet.learning-rate}; what is not given is as in the standard recipe.
 */
public final class RecipeFile {
  private final List<String> problems = new ArrayList<>();

  private RecipeFile() {}

  /**
   * @param file null for none
   * @param overrides {@code key=value}, which win over the file
   * @throws UserException listing every key that is unknown or has an invalid value
   */
  public static DemoRecipe read(@Nullable Path file, Map<String, String> overrides) {
    Config config = ConfigFactory.empty();
    String name = file == null ? "the command line" : file.toString();
    try {
      if (file != null) {
        if (!Files.isRegularFile(file)) {
          throw new UserException("Cannot read %s: there is no such file".formatted(file));
        }
        config = ConfigFactory.parseFile(file.toFile());
      }
      for (Map.Entry<String, String> override : overrides.entrySet()) {
        config =
            ConfigFactory.parseString(override.getKey() + " = " + override.getValue())
                .withFallback(config);
      }
      config = config.resolve();
    } catch (ConfigException e) {
      throw new UserException("Cannot read %s: %s".formatted(name, e.getMessage()), e);
    }
    RecipeFile reader = new RecipeFile();
    DemoRecipe recipe = reader.record(DemoRecipe.standard(), config.root(), "");
    if (!reader.problems.isEmpty()) {
      throw new UserException(
          "Cannot use the recipe of %s:%n  %s"
              .formatted(name, String.join(System.lineSeparator() + "  ", reader.problems)));
    }
    return recipe;
  }

  /** The keys and values of a recipe, as a file of it would have them. */
  public static String text(DemoRecipe recipe) {
    StringBuilder text = new StringBuilder();
    write(text, recipe, "");
    return text.toString();
  }

  private static void write(StringBuilder text, Record record, String prefix) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(component, record);
      String key = prefix + key(component);
      if (value instanceof Record inner) {
        write(text, inner, key + ".");
      } else {
        text.append(key).append(" = ").append(value).append('\n');
      }
    }
  }

  private <T extends Record> T record(T usual, ConfigObject given, String prefix) {
    RecordComponent[] components = usual.getClass().getRecordComponents();
    List<String> known = Arrays.stream(components).map(RecipeFile::key).toList();
    for (String key : new TreeSet<>(given.keySet())) {
      if (!known.contains(key)) {
        problems.add(
            "Invalid key: %s%s (expected one of %s)"
                .formatted(prefix, key, String.join(", ", known)));
      }
    }
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object standard = value(components[i], usual);
      ConfigValue own = given.get(key(components[i]));
      values[i] = own == null ? standard : parsed(standard, own, prefix + key(components[i]));
    }
    return made(usual, types, values, prefix);
  }

  private Object parsed(Object standard, ConfigValue given, String key) {
    Config one = given.atKey("x");
    try {
      if (standard instanceof Record inner) {
        if (given.valueType() != ConfigValueType.OBJECT) {
          throw new ConfigException.WrongType(given.origin(), "not a block");
        }
        return record(inner, (ConfigObject) given, key + ".");
      } else if (standard instanceof Integer) {
        return one.getInt("x");
      } else if (standard instanceof Long) {
        return one.getLong("x");
      } else if (standard instanceof Double) {
        return one.getDouble("x");
      }
      return List.copyOf(one.getIntList("x"));
    } catch (ConfigException e) {
      problems.add(
          "Invalid %s: %s (expected as in %s = %s)"
              .formatted(key, given.unwrapped(), key, standard));
      return standard;
    }
  }

  @SuppressWarnings("unchecked")
  private <T extends Record> T made(T usual, Class<?>[] types, Object[] values, String prefix) {
    try {
      return (T) usual.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        problems.add(
            String.valueOf(invalid.getMessage()).replaceFirst("Invalid ", "Invalid " + prefix));
        return usual;
      }
      throw new IllegalStateException("Cannot make " + usual.getClass(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make " + usual.getClass(), e);
    }
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
