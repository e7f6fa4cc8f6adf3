package io.facesweep.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists of one kind of element.
 *
 * @param element the kind
 * @param min least number of elements
 * @param repetition whether an element may stand twice
 */
record ListKind<T>(Kind<T> element, int min, Repetition repetition) implements Kind<List<T>> {
  enum Repetition {
    ALLOWED,
    FORBIDDEN
  }

  @Override
  public String expected() {
    String least = min > 0 ? "a list of at least " + min : "a list";
    return least
        + (repetition == Repetition.FORBIDDEN ? ", distinct" : "")
        + ", each "
        + element.expected();
  }

  @Override
  public @Nullable List<T> read(ConfigValue value) {
    if (!(value instanceof ConfigList list) || list.size() < min) {
      return null;
    }
    List<T> values = new ArrayList<>(list.size());
    for (ConfigValue item : list) {
      T read = element.read(item);
      if (read == null) {
        return null;
      }
      values.add(read);
    }
    boolean repeated =
        repetition == Repetition.FORBIDDEN && new HashSet<>(values).size() < values.size();
    return repeated ? null : List.copyOf(values);
  }

  @Override
  public String write(List<T> value) {
    return value.stream().map(element::write).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Names each element that is wrong, or the whole where it is no list or too short. */
  @Override
  public void explain(String path, ConfigValue value, Problems problems) {
    if (!(value instanceof ConfigList list) || list.size() < min) {
      problems.invalid(path, value, this);
      return;
    }
    Set<T> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      ConfigValue item = list.get(i);
      String itemPath = path + "[" + i + "]";
      T read = element.read(item);
      if (read == null) {
        element.explain(itemPath, item, problems);
      } else if (!seen.add(read) && repetition == Repetition.FORBIDDEN) {
        problems.invalid(item.origin(), itemPath, Problems.shown(path, item), "each value once");
      }
    }
  }
}
