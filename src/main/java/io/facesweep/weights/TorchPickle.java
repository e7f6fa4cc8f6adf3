package io.facesweep.weights;

import io.facesweep.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interprets the pickle of a state dict: dictionaries, lists, tuples, texts, numbers and tensors. A
 * pickle is a program that names functions and calls them. Of those that it may call there are four
 * here: {@code OrderedDict}, and those that torch describes tensors by. Any other name stays a
 * name, as in the dictionary of callbacks that old training checkpoints carry; a call of it is
 * refused. Nothing is looked up, loaded or run.
 */
final class TorchPickle {
  private static final String TENSORS = "torch._utils";

  /** Values that may be made: real checkpoints have some thousand tensors of ten values each. */
  private static final int MAX_VALUES = 2_000_000;

  /** Values that need no class of their own. */
  private enum Plain {
    MARK,
    NONE,
    BYTES
  }

  private final PickleBytes input;
  private final Map<String, ZipRecords.Range> records;
  private final String folder;
  private final long maxBytes;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private int made;

  private TorchPickle(
      byte[] pickle, Map<String, ZipRecords.Range> records, String folder, long maxBytes) {
    this.input = new PickleBytes(pickle);
    this.records = records;
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a pickle.
   *
   * @param records of the archive that it is in
   * @param folder of the storages in it, with its slash
   * @param maxBytes that one tensor may take
   * @return what it describes: a {@link Map}, a {@link List}, {@code Object[]} for a tuple, {@link
   *     TorchTensor}, {@link PickledName}, or a plain value
   * @throws UserException saying what it has that a state dict needs not
   */
  static Object read(
      byte[] pickle, Map<String, ZipRecords.Range> records, String folder, long maxBytes) {
    return new TorchPickle(pickle, records, folder, maxBytes).run();
  }

  private Object run() {
    while (true) {
      int instruction = input.unsigned();
      if (instruction == '.') {
        return pop();
      }
      if (++made > MAX_VALUES) {
        throw PickleBytes.refused("more than %d values".formatted(MAX_VALUES));
      }
      if (!makes(instruction) && !combines(instruction)) {
        throw PickleBytes.refused(
            "the instruction 0x%02x at byte %d, which state dicts do not need (it may make an object of any class)"
                .formatted(instruction, input.position() - 1));
      }
    }
  }

  /** Instructions that put a value on the stack. */
  private boolean makes(int instruction) {
    switch (instruction) {
      case 0x80 -> input.unsigned(); // the protocol
      case 0x95 -> input.unsigned(8); // the length of a frame
      case '(' -> push(Plain.MARK);
      case 'N' -> push(Plain.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push(input.unsigned(1));
      case 'M' -> push(input.unsigned(2));
      case 'J' -> push((long) (int) input.unsigned(4));
      case 0x8a -> push(input.number(1));
      case 'G' -> push(input.float64());
      case 'U', 0x8c -> push(input.text(1));
      case 'T', 'X' -> push(input.text(4));
      case 0x8d -> push(input.text(8));
      case 'C' -> {
        input.skip(1);
        push(Plain.BYTES);
      }
      case 'B' -> {
        input.skip(4);
        push(Plain.BYTES);
      }
      case '}' -> push(new LinkedHashMap<>());
      case ']' -> push(new ArrayList<>());
      case ')' -> push(new Object[0]);
      case 'c' -> {
        String module = input.line();
        push(new PickledName(module, input.line()));
      }
      case 'q' -> memo.put(input.unsigned(1), peek());
      case 'r' -> memo.put(input.unsigned(4), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> push(remembered(input.unsigned(1)));
      case 'j' -> push(remembered(input.unsigned(4)));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that take values from the stack. */
  private boolean combines(int instruction) {
    switch (instruction) {
      case '0' -> pop();
      case '1' -> popToMark();
      case 0x93 -> {
        String name = take(String.class, "a name");
        push(new PickledName(take(String.class, "a module"), name));
      }
      case 't' -> push(popToMark().toArray());
      case 0x85 -> push(tuple(1));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case 'a' -> {
        Object item = pop();
        list().add(item);
      }
      case 'e' -> {
        List<Object> items = popToMark();
        list().addAll(items);
      }
      case 's' -> {
        Object value = pop();
        putAll(List.of(pop(), value));
      }
      case 'u' -> putAll(popToMark());
      case 'Q' -> push(storage(pop()));
      case 'R' -> {
        Object[] arguments = take(Object[].class, "a call without arguments");
        push(called(pop(), arguments));
      }
      case 'b' -> {
        pop();
        if (!(peek() instanceof Map)) {
          throw PickleBytes.refused("a state for %s".formatted(kind(peek())));
        }
        // what an OrderedDict of torch carries as its state says versions of modules
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object called(Object function, Object[] arguments) {
    if (!(function instanceof PickledName name)) {
      throw PickleBytes.refused("a call of %s".formatted(kind(function)));
    }
    if (name.is("collections", "OrderedDict")) {
      return ordered(arguments);
    } else if (name.is(TENSORS, "_rebuild_tensor_v2") || name.is(TENSORS, "_rebuild_tensor")) {
      return tensor(arguments);
    } else if (name.is(TENSORS, "_rebuild_parameter")
        && arguments.length > 0
        && arguments[0] instanceof TorchTensor data) {
      return data;
    }
    throw PickleBytes.refused(
        "a call of %s (expected tensors, dictionaries, lists and plain values only)"
            .formatted(name));
  }

  private Object ordered(Object[] arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.length == 0) {
      return map;
    }
    if (arguments.length != 1 || !(arguments[0] instanceof List<?> pairs)) {
      throw PickleBytes.refused("an OrderedDict of %s".formatted(kind(arguments[0])));
    }
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> both) || both.size() != 2) {
        throw PickleBytes.refused("an OrderedDict of other things than pairs");
      }
      put(map, both.get(0), both.get(1));
    }
    return map;
  }

  private TorchTensor tensor(Object[] arguments) {
    if (arguments.length >= 4
        && arguments[0] instanceof TorchStorage storage
        && arguments[1] instanceof Long begin
        && arguments[2] instanceof Object[] shape
        && arguments[3] instanceof Object[] strides) {
      return TorchTensor.of(storage, begin, numbers(shape), numbers(strides), maxBytes);
    }
    throw PickleBytes.refused("a tensor that is not described as torch does");
  }

  private static long[] numbers(Object[] values) {
    return Arrays.stream(values)
        .mapToLong(
            value -> {
              if (value instanceof Long number) {
                return number;
              }
              throw PickleBytes.refused("a shape with " + kind(value));
            })
        .toArray();
  }

  /** ("storage", class, key, location, elements). */
  private TorchStorage storage(Object id) {
    if (id instanceof Object[] parts
        && parts.length >= 5
        && "storage".equals(parts[0])
        && parts[1] instanceof PickledName kind
        && parts[2] instanceof String key
        && parts[4] instanceof Long elements) {
      return TorchStorage.of(kind, key, elements, records, folder);
    }
    throw PickleBytes.refused("a storage that is not described as torch does");
  }

  @SuppressWarnings("unchecked") // a pickle's dictionaries take whatever is put into them
  private void putAll(List<Object> items) {
    if (!(peek() instanceof Map<?, ?> map) || items.size() % 2 != 0) {
      throw PickleBytes.refused("items of %s".formatted(kind(peek())));
    }
    for (int i = 0; i < items.size(); i += 2) {
      put((Map<Object, Object>) map, items.get(i), items.get(i + 1));
    }
  }

  /** Only plain keys: to find the hash of a list of lists may take for ever. */
  private static void put(Map<Object, Object> map, Object key, Object value) {
    if (!(key instanceof String
        || key instanceof Number
        || key instanceof Boolean
        || key instanceof PickledName)) {
      throw PickleBytes.refused("a key of %s".formatted(kind(key)));
    }
    if (map.put(key, value) != null) {
      throw PickleBytes.refused("one key of a dictionary twice");
    }
  }

  @SuppressWarnings("unchecked") // a pickle's lists take whatever is appended
  private List<Object> list() {
    if (peek() instanceof ArrayList<?> list) {
      return (List<Object>) list;
    }
    throw PickleBytes.refused("an element of %s".formatted(kind(peek())));
  }

  private Object[] tuple(int count) {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return items;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object peek() {
    if (stack.isEmpty()) {
      throw PickleBytes.refused("an instruction without a value to work on");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(Plain.MARK);
    if (mark < 0) {
      throw PickleBytes.refused("an instruction without a value to work on");
    }
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> items = new ArrayList<>(above);
    stack.subList(mark, stack.size()).clear();
    return items;
  }

  private <T> T take(Class<T> type, String what) {
    Object value = pop();
    if (!type.isInstance(value)) {
      throw PickleBytes.refused("%s of %s".formatted(what, kind(value)));
    }
    return type.cast(value);
  }

  private Object remembered(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw PickleBytes.refused("a reference to what it has not made");
    }
    return value;
  }

  private static String kind(Object value) {
    if (value instanceof PickledName name) {
      return name.toString();
    } else if (value instanceof Object[]) {
      return "a tuple";
    } else if (value instanceof Map) {
      return "a dictionary";
    } else if (value instanceof List) {
      return "a list";
    }
    return value instanceof TorchTensor ? "a tensor" : "a plain value";
  }
}
