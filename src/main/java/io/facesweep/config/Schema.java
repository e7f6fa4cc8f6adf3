package io.facesweep.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The declared keys of one part of a configuration, in the order in which they are written. */
final class Schema {
  private final String root;
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();
  private final Set<String> blocks = new HashSet<>();

  /**
   * @param root what precedes every path in messages, e.g. {@code trial}; empty for the whole file
   */
  Schema(String root) {
    this.root = root;
  }

  Block block() {
    return new Block(this, "", null);
  }

  Collection<Key<?>> keys() {
    return keys.values();
  }

  Optional<Key<?>> find(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  /** The paths of all keys and blocks, keys first. */
  List<String> paths() {
    return Stream.concat(keys.keySet().stream(), blocks.stream().sorted()).toList();
  }

  boolean isBlock(String path) {
    return blocks.contains(path);
  }

  /** The path as the user writes it from the top of the file. */
  String fullPath(String path) {
    return root.isEmpty() ? path : root + "." + path;
  }

  /** A block that stands here and whose keys another schema declares. */
  void declareForeign(String block) {
    blocks.add(block);
  }

  private void declare(Key<?> key) {
    if (keys.put(key.path(), key) != null) {
      throw new IllegalStateException("Cannot declare key " + key.path() + ": it is there already");
    }
    for (int dot = key.path().indexOf('.'); dot >= 0; dot = key.path().indexOf('.', dot + 1)) {
      blocks.add(key.path().substring(0, dot));
    }
  }

  /** A block of keys, possibly one whose keys fall back on those of a general block. */
  static final class Block {
    private final Schema schema;
    private final String prefix;
    private final @Nullable Block general;

    private Block(Schema schema, String prefix, @Nullable Block general) {
      this.schema = schema;
      this.prefix = prefix;
      this.general = general;
    }

    Block block(String name) {
      Block generalChild = general == null ? null : general.block(name);
      return new Block(schema, prefix + name + ".", generalChild);
    }

    /** A block in which every key not given takes the value of the same key of {@code fallback}. */
    Block block(String name, Block fallback) {
      return new Block(schema, prefix + name + ".", fallback);
    }

    /** A key with a default. */
    <T> Key<T> key(String name, Kind<T> kind, T defaultValue, String doc) {
      if (general != null) {
        @SuppressWarnings("unchecked") // the same class declares both blocks, with the same kinds
        Key<T> fallback = (Key<T>) schema.find(general.prefix + name).orElseThrow();
        return declare(new Key<>(prefix + name, kind, null, fallback, fallback.path(), doc));
      }
      return declare(
          new Key<>(prefix + name, kind, defaultValue, null, kind.write(defaultValue), doc));
    }

    /** A key without a default; {@code otherwise} says in words what holds without it. */
    <T> Key<T> optional(String name, Kind<T> kind, String otherwise, String doc) {
      return declare(new Key<>(prefix + name, kind, null, null, otherwise, doc));
    }

    private <T> Key<T> declare(Key<T> key) {
      schema.declare(key);
      return key;
    }
  }
}
