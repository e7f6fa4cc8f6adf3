package io.facesweep.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The declared keys of one part of a configuration, in the order in which they are written. */
final class Schema {
  private final String root;
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();
  private final Set<String> blocks = new HashSet<>();
  private final List<Schema> foreign = new ArrayList<>();

  /**
   * @param root what precedes every path in messages, e.g. {@code trial}; empty for the whole file
   */
  Schema(String root) {
    this.root = root;
  }

  Collection<Key<?>> keys() {
    return keys.values();
  }

  Optional<Key<?>> find(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  /**
   * The key of a path.
   *
   * @throws IllegalStateException if there is none
   */
  Key<?> key(String path) {
    return find(path)
        .orElseThrow(() -> new IllegalStateException("Cannot find key " + path + ": not declared"));
  }

  /** The paths of all keys and blocks, keys first. */
  List<String> paths() {
    return Stream.concat(keys.keySet().stream(), blocks.stream().sorted()).toList();
  }

  /** All paths from the top of the file, those of foreign blocks too. */
  List<String> knownPaths() {
    Stream<String> foreignPaths = foreign.stream().flatMap(other -> other.knownPaths().stream());
    return Stream.concat(paths().stream().map(this::fullPath), foreignPaths).toList();
  }

  boolean isBlock(String path) {
    return blocks.contains(path);
  }

  /** The path as the user writes it from the top of the file. */
  String fullPath(String path) {
    return root.isEmpty() ? path : root + "." + path;
  }

  /** A block that stands here and whose keys another schema declares. */
  void declareForeign(String block, Schema schema) {
    blocks.add(block);
    foreign.add(schema);
  }

  /**
   * Declares one more key.
   *
   * @throws IllegalStateException if it is there already
   */
  <T> Key<T> declare(Key<T> key) {
    if (keys.put(key.path(), key) != null) {
      throw new IllegalStateException("Cannot declare key " + key.path() + ": it is there already");
    }
    for (int dot = key.path().indexOf('.'); dot >= 0; dot = key.path().indexOf('.', dot + 1)) {
      blocks.add(key.path().substring(0, dot));
    }
    return key;
  }
}
