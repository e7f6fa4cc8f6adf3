package io.facesweep.settings;

import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings that a record declares, with those of its blocks, in the order of the components.
 * Made by reflection once; reading and making records is then a matter of method handles.
 *
 * @param <R> the record at the top
 */
public final class Declarations<R extends Record> {
  private final Class<R> type;
  private final Part top;
  private final List<Declaration> all;
  private final Map<String, Declaration> byPath = new HashMap<>();
  private final Map<String, Class<? extends Record>> generals;

  /**
   * A block: how its record is made of its own parts.
   *
   * @param constructor of an array of the components
   * @param parts of each component a {@link Declaration}, or a part
   */
  record Part(MethodHandle constructor, List<Object> parts) {
    Object make(Function<? super Declaration, ? extends Object> values) {
      Object[] components = new Object[parts.size()];
      for (int i = 0; i < components.length; i++) {
        components[i] =
            parts.get(i) instanceof Part part
                ? part.make(values)
                : values.apply((Declaration) parts.get(i));
      }
      try {
        return (Object) constructor.invokeExact(components);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("Cannot make settings by " + constructor, e);
      }
    }
  }

  private Declarations(Class<R> type) {
    this.type = type;
    DeclarationWalk walk = new DeclarationWalk();
    this.top = walk.top(type);
    this.all = walk.all();
    this.generals = walk.generals();
    all.forEach(declared -> byPath.put(declared.path(), declared));
  }

  /**
   * The settings of a record type.
   *
   * @throws IllegalStateException if a declaration contradicts itself
   */
  public static <R extends Record> Declarations<R> of(Class<R> type) {
    return new Declarations<>(type);
  }

  /** All settings, in order. */
  public List<Declaration> all() {
    return all;
  }

  /**
   * The setting of a dotted key, such as {@code texture.steps}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Declaration get(String path) {
    Declaration declared = byPath.get(path);
    if (declared == null) {
      throw new IllegalArgumentException(
          "Invalid key: %s (expected a setting of %s)".formatted(path, type.getSimpleName()));
    }
    return declared;
  }

  /** The records of the blocks that others fall back on, by path. */
  public Map<String, Class<? extends Record>> generals() {
    return generals;
  }

  /** A record of a value for each setting. */
  public R make(Function<? super Declaration, ? extends Object> values) {
    return type.cast(top.make(values));
  }

  /**
   * Refuses numbers that are out of bounds, for constructors of records without blocks.
   *
   * @param values of all settings, in order
   * @throws IllegalArgumentException naming the first that is
   */
  public void requireValid(Object... values) {
    if (values.length != all.size()) {
      throw new IllegalStateException(
          "Cannot check %s: %d values (expected %d)"
              .formatted(type.getSimpleName(), values.length, all.size()));
    }
    for (int i = 0; i < values.length; i++) {
      all.get(i).requireValid(values[i]);
    }
  }
}
