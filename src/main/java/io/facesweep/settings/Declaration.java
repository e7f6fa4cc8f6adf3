package io.facesweep.settings;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One setting: what is declared of it, and how it is read from a record. */
public final class Declaration {
  /** Stands in {@link #identityPath} for a value in a list. */
  public static final String IN_LIST = "[]";

  private final String path;
  private final String component;
  private final Setting setting;
  private final ValueType type;
  private final String byDefault;
  private final @Nullable String general;
  private final MethodHandle[] accessors;
  private final List<String> identityPath;
  private final boolean asksForModels;
  private final @Nullable ModelRole model;
  private final List<String> modelPath;
  private final String column;
  private final Object neutral;
  private Condition[] conditions = {};
  private @Nullable Declaration autoOf;

  Declaration(
      String path,
      String component,
      Setting setting,
      ValueType type,
      String byDefault,
      @Nullable String general,
      MethodHandle[] accessors,
      List<String> identityPath,
      List<String> modelPath) {
    this.path = path;
    this.component = component;
    this.setting = setting;
    this.type = type;
    this.byDefault = byDefault;
    this.general = general;
    this.accessors = accessors;
    this.identityPath = List.copyOf(identityPath);
    this.model = setting.model().length == 0 ? null : setting.model()[0];
    this.asksForModels = model != null || ModelChoice.class.isAssignableFrom(type.raw());
    this.modelPath = List.copyOf(modelPath);
    this.column = path.replaceAll("[.-]", "_");
    this.neutral = type.neutral();
    if (asksForModels == modelPath.isEmpty()) {
      throw new IllegalStateException(
          "Cannot declare %s: it has a model or a modelIdentity alone (expected both, or neither)"
              .formatted(path));
    }
  }

  void use(List<Condition> needed) {
    conditions = needed.toArray(Condition[]::new);
  }

  void makeFrom(Declaration image) {
    autoOf = image;
  }

  /** The dotted key, from the top of the record, e.g. {@code texture.steps}. */
  public String path() {
    return path;
  }

  /** The name of the component that declares it, e.g. {@code encodeResolution}. */
  public String component() {
    return component;
  }

  /** The name of a column of it: the key in snake_case, e.g. {@code texture_guidance_scale}. */
  public String column() {
    return column;
  }

  public Setting setting() {
    return setting;
  }

  /** The type of the value; {@code int} and its like are primitive. */
  public Class<?> type() {
    return type.raw();
  }

  /** The type of a list's elements; that of the value for any other. */
  public Type elementType() {
    return type.element();
  }

  /** What it means, with its unit. */
  public String doc() {
    return setting.unit().isEmpty() ? setting.doc() : setting.doc() + ", " + setting.unit();
  }

  /** The default as a file writes it, empty where there is none. */
  public String byDefault() {
    return byDefault;
  }

  /** The key whose value holds where a file has none for this one; null where there is none. */
  public @Nullable String general() {
    return general;
  }

  /** Whether it names an image, whose contents count. */
  public boolean isImage() {
    return setting.text() == Setting.Text.PLACE;
  }

  /**
   * The setting whose image this one's is made from in a record; null where it names its own, or is
   * no image.
   */
  public @Nullable Declaration autoOf(Record settings) {
    return autoOf != null && value(settings).equals(Setting.AUTO) ? autoOf : null;
  }

  /** Whether some of its values ask for a model. */
  public boolean asksForModels() {
    return asksForModels;
  }

  /** The role of the model that its value in a record asks for, if it counts; null for none. */
  public @Nullable ModelRole model(Record settings) {
    if (!asksForModels || !isUsed(settings)) {
      return null;
    }
    Object value = value(settings);
    if (value instanceof ModelChoice choice) {
      return choice.model();
    }
    return value.equals(true) ? model : null;
  }

  /** Names from the top of a stage's identity to the contents of its model; empty for none. */
  public List<String> modelPath() {
    return modelPath;
  }

  /** Which numbers it takes. */
  public Bounds bounds() {
    return Bounds.of(setting);
  }

  /**
   * Refuses a number out of bounds.
   *
   * @throws IllegalArgumentException naming the key, the value and the bounds
   */
  void requireValid(Object value) {
    if (value instanceof Number number && !bounds().contain(number.doubleValue())) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected a number %s)".formatted(path, shown(number), bounds().words()));
    }
  }

  private static String shown(Number number) {
    return Double.isFinite(number.doubleValue()) ? text(number) : number.toString();
  }

  /** Names from the top of a stage's identity; empty where it is not part of it. */
  public List<String> identityPath() {
    return identityPath;
  }

  /** The value in a record. */
  public Object value(Record settings) {
    Object value = settings;
    try {
      for (MethodHandle accessor : accessors) {
        value = (Object) accessor.invokeExact(value);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot read %s of %s".formatted(path, settings), e);
    }
    return value;
  }

  /** Whether the value counts, by the others in a record. */
  public boolean isUsed(Record settings) {
    for (Condition condition : conditions) {
      if (!condition.holds(settings)) {
        return false;
      }
    }
    return true;
  }

  /**
   * When it counts, in words, its own condition and those of its blocks: {@code texture.prior =
   * canny-controlnet}; empty where it always does.
   *
   * @param prefix of the keys
   * @param except path of a setting, the conditions on which are left out
   */
  public String usedWhen(String prefix, String except) {
    return Arrays.stream(conditions)
        .filter(condition -> condition.only() != this)
        .filter(condition -> condition.settings().stream().noneMatch(s -> s.path().equals(except)))
        .map(condition -> condition.words(prefix))
        .collect(Collectors.joining(" and "));
  }

  /** Where the default is from, empty where it is none of the component's own. */
  public String source() {
    return byDefault.equals(setting.byDefault()) ? setting.source() : "";
  }

  /** The settings that decide whether this one counts, without it. */
  public List<Declaration> gates() {
    return Arrays.stream(conditions).flatMap(this::gates).distinct().toList();
  }

  private Stream<Declaration> gates(Condition condition) {
    Stream<Declaration> looked = condition.settings().stream().filter(gate -> gate != this);
    // the conditions of a single setting stand beside it already
    return condition.only() == null
        ? looked.flatMap(gate -> Stream.concat(Stream.of(gate), gate.gates().stream()))
        : looked;
  }

  /** Whether another setting does not count because of this one's value in a record. */
  public boolean decides(Declaration other, Record settings) {
    for (Condition condition : other.conditions) {
      if (condition.settings().contains(this) && !condition.holds(settings)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A value by its word, for declarations: a constant of an enum, a truth value or a number.
   *
   * @throws IllegalStateException if there is none
   */
  Object constant(String word) {
    Object found = type.constant(word);
    if (found == null) {
      throw new IllegalStateException(
          "Cannot declare a condition on %s: it takes no '%s'".formatted(path, word));
    }
    return found;
  }

  /** The value that says nothing: 0, false, an empty text or list, the first of an enum. */
  public Object neutral() {
    return neutral;
  }

  /** The type of {@link #flat} values: {@code Boolean}, {@code Long}, {@code Double}, or text. */
  public Class<?> flatType() {
    return type.cell();
  }

  /** The value in a record as a cell of a table. */
  public Object flat(Record settings) {
    return ValueType.toCell(value(settings));
  }

  /**
   * The value of a cell, for numbers, truth values and words of an enum.
   *
   * @throws IllegalArgumentException if the cell holds no such value
   */
  Object ofFlat(@Nullable Object cell) {
    Object value = type.ofCell(cell);
    if (value == null) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected a value of it)".formatted(column(), cell));
    }
    return value;
  }

  /**
   * A value as tables write it: choices as configuration files spell them, lists like {@code [0,
   * 30]}, ranges like {@code -45..45}.
   */
  public static String text(Object value) {
    return ValueType.text(value);
  }

  @Override
  public String toString() {
    return path;
  }
}
