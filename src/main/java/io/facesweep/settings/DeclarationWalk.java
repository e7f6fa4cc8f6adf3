package io.facesweep.settings;

import io.facesweep.settings.Declarations.Part;
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
import org.jspecify.annotations.Nullable;

/** Goes through a record type and its blocks, and collects what they declare. */
final class DeclarationWalk {
  /** Stands between conditions all of which must hold. */
  private static final String AND = " and ";

  private final List<Declaration> all = new ArrayList<>();
  private final Map<String, Class<? extends Record>> generals = new LinkedHashMap<>();
  private final Map<Declaration, List<Written>> conditions = new LinkedHashMap<>();

  /** A condition as it is written, where it is written. */
  private record Written(String condition, Scope scope) {}

  /** The settings of a block by key, and those of the block around it. */
  private record Scope(@Nullable Scope outer, Map<String, Declaration> declared) {
    static Scope in(@Nullable Scope outer) {
      return new Scope(outer, new HashMap<>());
    }

    @Nullable Declaration find(String key) {
      Declaration found = declared.get(key);
      return found != null || outer == null ? found : outer.find(key);
    }
  }

  /**
   * Where a block lies.
   *
   * @param prefix of the keys in it, with a dot at the end
   * @param accessors from the top
   * @param conditions of the blocks around
   * @param defaults that are others than declared, by key
   * @param general prefix of the block that it falls back on; null for none
   * @param scope of its keys
   * @param identity names from the top of a stage's identity
   * @param form of its settings in the identity
   */
  private record Place(
      String prefix,
      List<MethodHandle> accessors,
      List<Written> conditions,
      Map<String, String> defaults,
      @Nullable String general,
      Scope scope,
      List<String> identity,
      Block.Form form) {}

  /**
   * Walks through the record at the top.
   *
   * @throws IllegalStateException if a declaration contradicts itself
   */
  Part top(Class<? extends Record> record) {
    Part top =
        part(
            record,
            new Place(
                "",
                List.of(),
                List.of(),
                Map.of(),
                null,
                Scope.in(null),
                List.of(),
                Block.Form.OBJECT));
    resolveConditions();
    return top;
  }

  /** All settings, in order. */
  List<Declaration> all() {
    return List.copyOf(all);
  }

  /** The records of the blocks that others fall back on, by path, in order. */
  Map<String, Class<? extends Record>> generals() {
    return Collections.unmodifiableMap(generals);
  }

  private Part part(Class<? extends Record> record, Place place) {
    List<Object> parts = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      types.add(component.getType());
      parts.add(component(component, place));
    }
    try {
      MethodHandle constructor =
          MethodHandles.publicLookup()
              .findConstructor(record, MethodType.methodType(void.class, types))
              .asFixedArity()
              .asSpreader(Object[].class, types.size())
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new Part(constructor, List.copyOf(parts));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make " + record, e);
    }
  }

  private Object component(RecordComponent component, Place place) {
    List<MethodHandle> accessors = append(place.accessors(), accessor(component));
    Setting setting = component.getAnnotation(Setting.class);
    Block block = component.getAnnotation(Block.class);
    if (setting != null) {
      return setting(component, setting, accessors, place);
    } else if (block != null) {
      Class<? extends Record> record = component.getType().asSubclass(Record.class);
      return part(record, inside(component, block, accessors, place));
    }
    throw new IllegalStateException(
        "Cannot declare %s: it has neither @Setting nor @Block".formatted(component));
  }

  private Place inside(
      RecordComponent component, Block block, List<MethodHandle> accessors, Place around) {
    String key = kebabCase(component.getName());
    String general = around.general() == null ? null : around.general() + key + ".";
    if (!block.general().isEmpty()) {
      general = block.general() + ".";
      generals.put(block.general(), component.getType().asSubclass(Record.class));
    }
    Map<String, String> defaults = new HashMap<>();
    for (String pair : block.defaults()) {
      int equals = pair.indexOf('=');
      defaults.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return new Place(
        around.prefix() + key + ".",
        accessors,
        conditions(block.usedWhen(), around),
        defaults,
        general,
        Scope.in(around.scope()),
        block.identity() == Block.Form.INLINE
            ? around.identity()
            : append(around.identity(), component.getName()),
        block.identity());
  }

  private Declaration setting(
      RecordComponent component, Setting setting, List<MethodHandle> accessors, Place place) {
    String key = kebabCase(component.getName());
    Declaration declared =
        new Declaration(
            place.prefix() + key,
            component.getName(),
            setting,
            new ValueType(component.getGenericType()),
            place.defaults().getOrDefault(key, setting.byDefault()),
            place.general() == null ? null : place.general() + key,
            accessors.toArray(MethodHandle[]::new),
            identityPath(component, setting, place),
            modelPath(setting, place));
    all.add(declared);
    place.scope().declared().put(key, declared);
    conditions.put(declared, conditions(setting.usedWhen(), place));
    if (!setting.autoOf().isEmpty()) {
      declared.makeFrom(image(setting.autoOf(), declared, place));
    }
    return declared;
  }

  private static Declaration image(String key, Declaration declared, Place place) {
    Declaration image = place.scope().declared().get(key);
    if (image == null || !image.isImage()) {
      throw new IllegalStateException(
          "Cannot declare %s: %s is no image (expected one that stands before it)"
              .formatted(declared.path(), key));
    }
    return image;
  }

  private static List<String> modelPath(Setting setting, Place place) {
    if (setting.modelIdentity().isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(place.identity());
    names.addAll(Arrays.asList(setting.modelIdentity().split("\\.")));
    return names;
  }

  private static List<Written> conditions(String usedWhen, Place place) {
    if (usedWhen.isEmpty()) {
      return place.conditions();
    }
    List<Written> conditions = new ArrayList<>(place.conditions());
    for (String each : usedWhen.split(AND)) {
      conditions.add(new Written(each, place.scope()));
    }
    return conditions;
  }

  private static List<String> identityPath(
      RecordComponent component, Setting setting, Place place) {
    if (setting.identity().equals(Setting.NOT_PART)) {
      return List.of();
    }
    List<String> names = new ArrayList<>(place.identity());
    if (place.form() == Block.Form.LIST) {
      names.add(Declaration.IN_LIST);
    } else if (setting.identity().isEmpty()) {
      names.add(component.getName());
    } else {
      names.addAll(Arrays.asList(setting.identity().split("\\.")));
    }
    return names;
  }

  /** Once all settings are known: a condition may look at one that stands after it. */
  private void resolveConditions() {
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

  private static void collect(
      Declaration declared, Map<Declaration, List<Condition>> own, List<Condition> needed) {
    for (Condition condition : own.getOrDefault(declared, List.of())) {
      if (!needed.contains(condition)) {
        needed.add(condition);
        Declaration only = condition.only();
        if (only != null) { // of several, each asks for its own
          collect(only, own, needed);
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

  /** {@code encode-resolution} of {@code encodeResolution}. */
  private static String kebabCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static <T> List<T> append(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
