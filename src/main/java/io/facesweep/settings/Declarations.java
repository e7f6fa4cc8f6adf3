package io.facesweep.settings;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a record declares, with those of its blocks, in the order of the components.
 * Made by reflection once; reading and making records is then a matter of method handles.
 *
 * @param <R> the record at the top
 */
public final class Declarations<R extends Record> {
  private final Class<R> type;
  private final MethodHandle constructor;
  private final List<Object> parts = new ArrayList<>(); // of each component: Declaration, or Part
  private final List<Declaration> all = new ArrayList<>();
  private final Map<String, Declaration> byPath = new HashMap<>();
  private final Map<String, Class<? extends Record>> generals = new LinkedHashMap<>();

  /** A block: how its record is made of its own parts. */
  private record Part(MethodHandle constructor, List<Object> parts) {}

  private Declarations(Class<R> type) {
    this.type = type;
    Walk walk = new Walk(new Place("", List.of(), List.of(), Map.of(), null, new Scope(null)));
    this.constructor = walk.block(type, parts);
    walk.resolveConditions();
  }

  /**
   * The settings of a record type.
   *
   * @throws IllegalStateException if a declaration contradicts itself
   */
  public static <R extends Record> Declarations<R> of(Class<R> type) {
    return new Declarations<>(type);
  }

  public Class<R> type() {
    return type;
  }

  /** All settings, in order. */
  public List<Declaration> all() {
    return Collections.unmodifiableList(all);
  }

  /** The setting of a dotted key, such as {@code texture.steps}. */
  public Optional<Declaration> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /**
   * The setting of a dotted key.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Declaration get(String path) {
    return find(path)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid key: %s (expected a setting of %s)"
                        .formatted(path, type.getSimpleName())));
  }

  /** The records of the blocks that others fall back on, by path. */
  public Map<String, Class<? extends Record>> generals() {
    return Collections.unmodifiableMap(generals);
  }

  /** A record of a value for each setting. */
  public R make(Function<? super Declaration, ? extends Object> values) {
    return type.cast(make(constructor, parts, values));
  }

  /**
   * The same record with other values for some settings.
   *
   * @param others by dotted key
   */
  public R with(R record, Map<String, ?> others) {
    others.keySet().forEach(this::get);
    return make(
        declared -> {
          Object other = others.get(declared.path());
          return other == null ? declared.value(record) : other;
        });
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

  private static Object make(
      MethodHandle constructor,
      List<Object> parts,
      Function<? super Declaration, ? extends Object> values) {
    Object[] components = new Object[parts.size()];
    for (int i = 0; i < components.length; i++) {
      components[i] =
          parts.get(i) instanceof Part part
              ? make(part.constructor(), part.parts(), values)
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

  /** {@code encode-resolution} of {@code encodeResolution}. */
  static String kebabCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** The settings of a block by key, and those of the block around it. */
  private record Scope(@Nullable Scope outer, Map<String, Declaration> declared) {
    Scope(@Nullable Scope outer) {
      this(outer, new HashMap<>());
    }

    @Nullable Declaration find(String key) {
      Declaration found = declared.get(key);
      return found != null || outer == null ? found : outer.find(key);
    }
  }

  /** A condition as it is written, where it is written. */
  private record Written(String condition, Scope scope) {}

  /**
   * Where a block lies.
   *
   * @param prefix of the keys in it, with a dot at the end
   * @param accessors from the top
   * @param identity of the blocks around, one entry each
   * @param defaults that are others than declared, by key
   * @param general prefix of the block that it falls back on
   */
  private record Place(
      String prefix,
      List<MethodHandle> accessors,
      List<Written> conditions,
      Map<String, String> defaults,
      @Nullable String general,
      Scope scope) {}

  /** Goes through a record type and its blocks. */
  private final class Walk {
    private final Map<Declaration, List<Written>> conditions;
    private final Place place;
    private final List<String> identity;
    private final Block.Form form;

    Walk(Place place) {
      this(place, new LinkedHashMap<>(), List.of(), Block.Form.OBJECT);
    }

    private Walk(
        Place place,
        Map<Declaration, List<Written>> conditions,
        List<String> identity,
        Block.Form form) {
      this.place = place;
      this.conditions = conditions;
      this.identity = identity;
      this.form = form;
    }

    MethodHandle block(Class<? extends Record> record, List<Object> into) {
      RecordComponent[] components = record.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        into.add(part(components[i]));
      }
      try {
        return MethodHandles.publicLookup()
            .findConstructor(record, MethodType.methodType(void.class, types))
            .asFixedArity()
            .asSpreader(Object[].class, types.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot make " + record, e);
      }
    }

    private Object part(RecordComponent component) {
      String key = kebabCase(component.getName());
      List<MethodHandle> accessors = new ArrayList<>(place.accessors());
      accessors.add(accessor(component));
      Setting setting = component.getAnnotation(Setting.class);
      Block block = component.getAnnotation(Block.class);
      if (setting != null) {
        return declare(component, key, setting, accessors);
      } else if (block != null) {
        return block(component, key, block, accessors);
      }
      throw new IllegalStateException(
          "Cannot declare %s: it has neither @Setting nor @Block".formatted(component));
    }

    private Part block(
        RecordComponent component, String key, Block block, List<MethodHandle> accessors) {
      Class<? extends Record> record = component.getType().asSubclass(Record.class);
      String general = block.general().isEmpty() ? null : block.general() + ".";
      if (general != null) {
        generals.put(block.general(), record);
      } else if (place.general() != null) {
        general = place.general() + key + ".";
      }
      List<Written> written = new ArrayList<>(place.conditions());
      if (!block.usedWhen().isEmpty()) {
        written.add(new Written(block.usedWhen(), place.scope()));
      }
      Map<String, String> defaults = new HashMap<>();
      for (String pair : block.defaults()) {
        int equals = pair.indexOf('=');
        defaults.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
      List<String> inside = new ArrayList<>(identity);
      if (block.identity() != Block.Form.INLINE) {
        inside.add(component.getName());
      }
      Place there =
          new Place(
              place.prefix() + key + ".",
              accessors,
              written,
              defaults,
              general,
              new Scope(place.scope()));
      List<Object> into = new ArrayList<>();
      MethodHandle made = new Walk(there, conditions, inside, block.identity()).block(record, into);
      return new Part(made, into);
    }

    private Declaration declare(
        RecordComponent component, String key, Setting setting, List<MethodHandle> accessors) {
      String path = place.prefix() + key;
      String byDefault = place.defaults().getOrDefault(key, setting.byDefault());
      Declaration declared =
          new Declaration(
              path,
              component.getName(),
              setting,
              component.getGenericType(),
              byDefault,
              place.general() == null ? null : place.general() + key,
              accessors.toArray(MethodHandle[]::new),
              identityPath(component, setting));
      all.add(declared);
      byPath.put(path, declared);
      place.scope().declared().put(key, declared);
      List<Written> written = new ArrayList<>(place.conditions());
      if (!setting.usedWhen().isEmpty()) {
        written.add(new Written(setting.usedWhen(), place.scope()));
      }
      conditions.put(declared, written);
      return declared;
    }

    private List<String> identityPath(RecordComponent component, Setting setting) {
      if (setting.identity().equals(Setting.NOT_PART)) {
        return List.of();
      }
      List<String> names = new ArrayList<>(identity);
      if (form == Block.Form.LIST) {
        names.add(Declaration.IN_LIST);
      } else if (setting.identity().isEmpty()) {
        names.add(component.getName());
      } else {
        names.addAll(Arrays.asList(setting.identity().split("\\.")));
      }
      return names;
    }

    /** Once all settings are known: a condition may look at one that stands after it. */
    void resolveConditions() {
      Map<Declaration, List<Condition>> own = new HashMap<>();
      conditions.forEach(
          (declared, written) ->
              own.put(
                  declared,
                  written.stream()
                      .map(w -> Condition.parse(w.condition(), w.scope()::find, declared.path()))
                      .toList()));
      for (Declaration declared : all) {
        List<Condition> needed = new ArrayList<>();
        collect(declared, own, needed);
        declared.use(needed);
      }
    }

    private void collect(
        Declaration declared, Map<Declaration, List<Condition>> own, List<Condition> needed) {
      for (Condition condition : own.getOrDefault(declared, List.of())) {
        if (!needed.contains(condition)) {
          needed.add(condition);
          collect(condition.setting(), own, needed);
        }
      }
    }
  }

  private static MethodHandle accessor(RecordComponent component) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
