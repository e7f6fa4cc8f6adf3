package io.facesweep.face;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Python pickle of numpy arrays without running anything that it names: a fixed list of
 * names is answered by data holders of our own, every other name is refused. (A pickle is a
 * program; unpickling an unknown one in Python runs its author's code.)
 */
final class ArrayPickle extends Unpickler {
  /** Chumpy wraps an array once. */
  private static final int MAX_WRAPPERS = 8;

  /** Stands for a class that a pickle names but does not call. */
  private enum Name {
    CLASS
  }

  /** A numpy type, whose byte order arrives later. */
  private static final class Type {
    private final String text;
    private String order = "<";

    private Type(String text) {
      this.text = text;
    }
  }

  /** A numpy array, whose contents arrive later. */
  private static final class Array {
    private @Nullable NumpyArray value;
  }

  /** An object of attributes: chumpy's array wrapper, scipy's sparse matrix. */
  private static final class Attributes {
    private Map<?, ?> values = Map.of();
  }

  private final PickleClaims claims;

  /** Bytes that may still be made of texts: a pickle can name the same text again and again. */
  private long budget;

  private ArrayPickle(ByteArrayInputStream in) {
    claims = new PickleClaims(in);
    budget = 4L * in.available() + 1024;
  }

  /** The dictionary at the top of a pickle, its arrays ready to use. */
  static Map<?, ?> read(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    Object top = new ArrayPickle(in).load(in);
    if (top instanceof Map<?, ?> map) {
      return map;
    }
    throw new UserException("Cannot read pickle: it holds no dictionary at its top");
  }

  /** The array that a pickled value is or wraps; null for anything else. */
  static @Nullable NumpyArray array(@Nullable Object value, String name) {
    Object inner = value;
    for (int depth = 0; depth < MAX_WRAPPERS && inner instanceof Attributes wrapper; depth++) {
      inner = wrapper.values.get("x");
    }
    return inner instanceof Array array && array.value != null ? array.value.named(name) : null;
  }

  @Override
  protected Object dispatch(short key) throws IOException {
    claims.check(key);
    switch (key) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(named(module, PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = text(stack.pop(), "a name");
        stack.add(named(text(stack.pop(), "a module"), name));
      }
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        put(stack.pop(), value);
      }
      case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
      case Opcodes.DICT -> {
        List<Object> items = stack.pop_all_since_marker();
        stack.add(new HashMap<>());
        putAll(items);
      }
      case Opcodes.FROZENSET -> stack.add(keys(stack.pop_all_since_marker()));
      case Opcodes.ADDITEMS -> {
        Set<Object> items = keys(stack.pop_all_since_marker());
        stack.pop();
        stack.add(items);
      }
      case Opcodes.APPENDS -> {
        List<Object> items = stack.pop_all_since_marker();
        list().addAll(items);
      }
      case Opcodes.BUILD -> {
        Object state = stack.pop();
        build(stack.peek(), state);
      }
      case Opcodes.INST,
              Opcodes.OBJ,
              Opcodes.PERSID,
              Opcodes.BINPERSID,
              Opcodes.EXT1,
              Opcodes.EXT2,
              Opcodes.EXT4 ->
          throw new UserException(
              "Cannot read pickle: it uses instruction 0x%02x, which makes objects of foreign classes"
                  .formatted(key));
      default -> {
        return super.dispatch(key);
      }
    }
    return NO_RETURN_VALUE;
  }

  /** Only texts and numbers are keys: to find the hash of a list of lists may take for ever. */
  private static void requireKey(@Nullable Object key) {
    if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
      throw unexpected("a key of " + kind(key));
    }
  }

  /** A set, of which nothing of a face model is made. */
  private static Set<Object> keys(List<Object> items) {
    items.forEach(ArrayPickle::requireKey);
    return new HashSet<>(items);
  }

  /** Adds to the dictionary on top of the stack. */
  @SuppressWarnings("unchecked") // a pickle's dictionaries take whatever is put into them
  private void put(@Nullable Object key, @Nullable Object value) {
    requireKey(key);
    if (!(stack.peek() instanceof HashMap<?, ?> map)) {
      throw unexpected("an item of " + kind(stack.peek()));
    }
    ((Map<Object, @Nullable Object>) map).put(key, value);
  }

  private void putAll(List<Object> items) {
    for (int i = 0; i + 1 < items.size(); i += 2) {
      put(items.get(i), items.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked") // a pickle's lists take whatever is appended
  private List<Object> list() {
    if (stack.peek() instanceof ArrayList<?> list) {
      return (List<Object>) list;
    }
    throw unexpected("an element of " + kind(stack.peek()));
  }

  private static String text(@Nullable Object value, String what) {
    if (value instanceof String text) {
      return text;
    }
    throw unexpected("%s of %s".formatted(what, kind(value)));
  }

  private static String kind(@Nullable Object value) {
    return value == null ? "None" : value.getClass().getSimpleName();
  }

  private Object named(String module, String name) {
    IObjectConstructor constructor =
        switch (module + " " + name) {
          case "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct" ->
              arguments -> new Array();
          case "numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer" ->
              this::fromBuffer;
          case "numpy dtype" -> arguments -> new Type(text(first(arguments), "a type"));
          case "_codecs encode" -> arguments -> encoded(text(first(arguments), "encoded data"));
          case "numpy.core.multiarray scalar", "numpy._core.multiarray scalar" ->
              arguments -> Name.CLASS;
          case "numpy ndarray",
                  "__builtin__ object",
                  "builtins object",
                  "__builtin__ set",
                  "builtins set",
                  "scipy.sparse.csc csc_matrix",
                  "scipy.sparse._csc csc_matrix",
                  "chumpy.ch Ch",
                  "chumpy Ch",
                  "copy_reg _reconstructor",
                  "copyreg _reconstructor" ->
              arguments -> new Attributes();
          default ->
              throw new UserException(
                  "Cannot read pickle: it names %s.%s (expected numpy arrays, chumpy arrays and scipy matrices only)"
                      .formatted(ForeignText.quoted(module), ForeignText.quoted(name)));
        };
    return constructor;
  }

  private static @Nullable Object first(Object[] arguments) {
    return arguments.length == 0 ? null : arguments[0];
  }

  private void build(@Nullable Object target, @Nullable Object state) {
    if (target instanceof Array array && state instanceof Object[] parts && parts.length == 5) {
      fill(array, parts[1], parts[2], Boolean.TRUE.equals(parts[3]), parts[4]);
    } else if (target instanceof Type type && state instanceof Object[] parts && parts.length > 1) {
      type.order = ">".equals(parts[1]) ? ">" : "<";
    } else if (target instanceof Attributes attributes && state instanceof Map<?, ?> values) {
      attributes.values = values;
    } else {
      throw unexpected("a state of %s for %s".formatted(kind(state), kind(target)));
    }
  }

  /** How protocol 5 writes an array: data, type, shape, order. */
  private Object fromBuffer(Object[] arguments) {
    if (arguments.length != 4) {
      throw unexpected("an array of %d arguments".formatted(arguments.length));
    }
    Array array = new Array();
    fill(array, arguments[2], arguments[1], "F".equals(arguments[3]), arguments[0]);
    return array;
  }

  private void fill(
      Array array,
      @Nullable Object sizes,
      @Nullable Object type,
      boolean columnMajor,
      @Nullable Object data) {
    if (!(sizes instanceof Object[] axes) || !(type instanceof Type known)) {
      throw unexpected("an array without shape or type");
    }
    int[] shape = new int[axes.length];
    for (int axis = 0; axis < shape.length; axis++) {
      if (!(axes[axis] instanceof Number size)) {
        throw unexpected(
            "an array of shape "
                + (axes[axis] instanceof String text
                    ? ForeignText.quoted(text)
                    : kind(axes[axis])));
      }
      shape[axis] = Math.toIntExact(size.longValue());
    }
    if (known.text.startsWith("O") || known.text.startsWith("V")) {
      return; // arrays of objects and records stay empty: nothing of a face model is kept in one
    }
    array.value =
        NumpyArray.of("(pickled)", known.order + known.text, shape, columnMajor, bytes(data));
  }

  private byte[] bytes(@Nullable Object data) {
    return data instanceof byte[] bytes ? bytes : encoded(text(data, "array data"));
  }

  private byte[] encoded(String text) {
    budget -= text.length();
    if (budget < 0) {
      throw unexpected("arrays that take more bytes than it has");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static UserException unexpected(String what) {
    return new UserException("Cannot read pickle: it holds " + what);
  }
}
