package io.facesweep.face;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

  /** The dictionary at the top of a pickle, its arrays ready to use. */
  static Map<?, ?> read(byte[] bytes) throws IOException {
    Object top = new ArrayPickle().loads(bytes);
    if (top instanceof Map<?, ?> map) {
      return map;
    }
    throw new UserException("Cannot read pickle: it holds no dictionary at its top");
  }

  /** The array that a pickled value is or wraps; null for anything else. */
  static @Nullable NumpyArray array(@Nullable Object value, String name) {
    if (value instanceof Array array && array.value != null) {
      return array.value.named(name);
    }
    if (value instanceof Attributes wrapper) {
      return array(wrapper.values.get("x"), name);
    }
    return null;
  }

  @Override
  protected Object dispatch(short key) throws IOException {
    switch (key) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(named(module, PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        Object name = stack.pop();
        stack.add(named(String.valueOf(stack.pop()), String.valueOf(name)));
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

  private static Object named(String module, String name) {
    IObjectConstructor constructor =
        switch (module + " " + name) {
          case "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct" ->
              arguments -> new Array();
          case "numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer" ->
              ArrayPickle::fromBuffer;
          case "numpy dtype" -> arguments -> new Type(String.valueOf(arguments[0]));
          case "_codecs encode" ->
              arguments -> String.valueOf(arguments[0]).getBytes(StandardCharsets.ISO_8859_1);
          case "numpy.core.multiarray scalar", "numpy._core.multiarray scalar" ->
              arguments -> Name.CLASS;
          case "numpy ndarray",
                  "__builtin__ object",
                  "builtins object",
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
                      .formatted(module, name));
        };
    return constructor;
  }

  private static void build(Object target, Object state) {
    if (target instanceof Array array && state instanceof Object[] parts && parts.length == 5) {
      fill(array, parts[1], parts[2], Boolean.TRUE.equals(parts[3]), parts[4]);
    } else if (target instanceof Type type && state instanceof Object[] parts && parts.length > 1) {
      type.order = ">".equals(parts[1]) ? ">" : "<";
    } else if (target instanceof Attributes attributes && state instanceof Map<?, ?> values) {
      attributes.values = values;
    } else {
      throw unexpected(
          "a state of "
              + state.getClass().getSimpleName()
              + " for "
              + target.getClass().getSimpleName());
    }
  }

  /** How protocol 5 writes an array: data, type, shape, order. */
  private static Object fromBuffer(Object[] arguments) {
    if (arguments.length != 4) {
      throw unexpected("an array of %d arguments".formatted(arguments.length));
    }
    Array array = new Array();
    fill(array, arguments[2], arguments[1], "F".equals(arguments[3]), arguments[0]);
    return array;
  }

  private static void fill(
      Array array, Object sizes, Object type, boolean columnMajor, Object data) {
    if (!(sizes instanceof Object[] axes) || !(type instanceof Type known)) {
      throw unexpected("an array without shape or type");
    }
    int[] shape = new int[axes.length];
    for (int axis = 0; axis < shape.length; axis++) {
      if (!(axes[axis] instanceof Number size)) {
        throw unexpected("an array of shape " + axes[axis]);
      }
      shape[axis] = Math.toIntExact(size.longValue());
    }
    if (known.text.startsWith("O") || known.text.startsWith("V")) {
      return; // arrays of objects and records stay empty: nothing of a face model is kept in one
    }
    array.value =
        NumpyArray.of("(pickled)", known.order + known.text, shape, columnMajor, bytes(data));
  }

  private static byte[] bytes(Object data) {
    if (data instanceof byte[] bytes) {
      return bytes;
    }
    if (data instanceof String text) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    throw unexpected("array data of " + data.getClass().getSimpleName());
  }

  private static UserException unexpected(String what) {
    return new UserException("Cannot read pickle: it holds " + what);
  }
}
