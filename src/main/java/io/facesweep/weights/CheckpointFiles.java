package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that hold one net: one file, or the shards of an index file; safetensors, or what
 * {@code torch.save} writes. What describes their tensors and the index have been checked against
 * each other, so that what is left to go wrong is reading the data.
 */
public final class CheckpointFiles {
  private static final String SAFETENSORS = ".safetensors";
  private static final String BIN = ".bin";

  private final Path directory;
  private final List<Path> files;
  private final Map<String, StoredTensor> tensors;

  /** Which files to take when a directory holds both full-precision and {@code fp16} ones. */
  public enum Variant {
    PLAIN_FIRST,
    FP16_FIRST
  }

  private CheckpointFiles(
      Path directory, Collection<Path> files, Map<String, StoredTensor> tensors) {
    this.directory = directory;
    this.files = List.copyOf(files);
    this.tensors = tensors;
  }

  /** {@link #locate(Path, String, Variant)} with the full-precision files first. */
  public static CheckpointFiles locate(Path componentDirectory, String stem) {
    return locate(componentDirectory, stem, Variant.PLAIN_FIRST);
  }

  /**
   * Finds {@code stem.safetensors}, {@code stem.safetensors.index.json}, {@code
   * stem.fp16.safetensors} or {@code stem.safetensors.index.fp16.json}, in this order or with the
   * fp16 pair first. Where there is none of them, the same with {@code .bin}.
   *
   * @param stem {@code diffusion_pytorch_model}, or {@code model} for a text encoder, whose {@code
   *     .bin} is called {@code pytorch_model}
   * @throws UserException when there is none of these, or headers and index contradict each other,
   *     naming all that is wrong
   */
  public static CheckpointFiles locate(Path componentDirectory, String stem, Variant variant) {
    if (!Files.isDirectory(componentDirectory)) {
      throw new UserException(
          "Cannot read weights from %s: there is no such directory".formatted(componentDirectory));
    }
    List<String> names = names(stem, SAFETENSORS, variant);
    names.addAll(names(stem.equals("model") ? "pytorch_model" : stem, BIN, variant));
    for (String name : names) {
      Path file = componentDirectory.resolve(name);
      if (Files.exists(file)) {
        return name.endsWith(".json")
            ? sharded(componentDirectory, file)
            : single(componentDirectory, file);
      }
    }
    throw nothingToRead(componentDirectory, names);
  }

  private static List<String> names(String stem, String extension, Variant variant) {
    List<String> names =
        new ArrayList<>(List.of(stem + extension, stem + extension + ".index.json"));
    names.addAll(
        variant == Variant.PLAIN_FIRST ? 2 : 0,
        List.of(stem + ".fp16" + extension, stem + extension + ".index.fp16.json"));
    return names;
  }

  /** One file of weights, wherever it is. */
  public static CheckpointFiles of(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return single(directory == null ? file : directory, file);
  }

  /**
   * Some tensors of a file under other names: those of a net that lies in it beside others.
   *
   * @param tensors by the names that the net knows them by
   */
  public static CheckpointFiles part(Path file, Map<String, StoredTensor> tensors) {
    return new CheckpointFiles(file, List.of(file), new LinkedHashMap<>(tensors));
  }

  private static CheckpointFiles single(Path directory, Path file) {
    return new CheckpointFiles(
        directory, List.of(file), new LinkedHashMap<>(WeightFile.open(file).tensors()));
  }

  private static CheckpointFiles sharded(Path directory, Path index) {
    JsonConfig weightMap = JsonConfig.read(index).section("weight_map");
    FileProblems problems = new FileProblems();
    Map<String, Path> shards = new LinkedHashMap<>();
    Map<String, String> shardOf = new HashMap<>();
    for (String tensor : weightMap.keys()) {
      String shard = weightMap.text(tensor);
      shardOf.put(tensor, shard);
      if (shards.containsKey(shard)) {
        continue;
      }
      if (!isPlainFileName(shard)) {
        throw weightMap.problem(
            tensor, "the name of a .safetensors or .bin file in the same directory");
      }
      shards.put(shard, directory.resolve(shard));
    }
    Set<String> missing = new HashSet<>();
    shards.forEach(
        (name, file) -> {
          if (!Files.isRegularFile(file)) {
            missing.add(name);
            problems.add("the shard '%s' is missing".formatted(ForeignText.quoted(name)));
          }
        });
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Path> shard : shards.entrySet()) {
      if (!missing.contains(shard.getKey())) {
        collect(shard.getValue(), tensors, problems);
      }
    }
    shardOf.forEach(
        (tensor, shard) -> {
          Path expected = directory.resolve(shard);
          StoredTensor there = tensors.get(tensor);
          if (!missing.contains(shard) && (there == null || !expected.equals(there.file()))) {
            problems.add(
                "the tensor '%s' is not in its shard '%s'"
                    .formatted(ForeignText.quoted(tensor), ForeignText.quoted(shard)));
          }
        });
    if (!problems.isEmpty()) {
      throw new UserException(
          "Cannot read weights by %s: %s".formatted(index, problems.joined("; ")));
    }
    return new CheckpointFiles(directory, shards.values(), tensors);
  }

  private static void collect(
      Path shard, Map<String, StoredTensor> tensors, FileProblems problems) {
    for (StoredTensor tensor : WeightFile.open(shard).tensors().values()) {
      StoredTensor other = tensors.putIfAbsent(tensor.name(), tensor);
      if (other != null) {
        problems.add(
            "the tensor '%s' is both in '%s' and in '%s'"
                .formatted(
                    ForeignText.quoted(tensor.name()),
                    other.file().getFileName(),
                    shard.getFileName()));
      }
    }
  }

  private static boolean isPlainFileName(String name) {
    try {
      return Path.of(name).getNameCount() == 1 && hasShardName(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean hasShardName(String name) {
    return (name.endsWith(SAFETENSORS) || name.endsWith(BIN))
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')
        && !name.startsWith(".");
  }

  private static UserException nothingToRead(Path directory, List<String> expected) {
    List<String> present;
    try (Stream<Path> files = Files.list(directory)) {
      present = files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return new UserException("Cannot list %s: %s".formatted(directory, e), e);
    }
    return new UserException(
        "Cannot find weights in %s: expected one of %s; it holds %s"
            .formatted(directory, String.join(", ", expected), listed(present)));
  }

  private static String listed(List<String> names) {
    if (names.isEmpty()) {
      return "nothing";
    }
    FileProblems listed = new FileProblems();
    names.forEach(listed::add);
    return listed.joined(", ");
  }

  /** Returns where they were looked for; for messages. */
  public Path directory() {
    return directory;
  }

  /** The files in the order in which they are to be read. */
  public List<Path> files() {
    return files;
  }

  /** The names of all tensors. */
  public Set<String> names() {
    return Set.copyOf(tensors.keySet());
  }

  /** Where every tensor lies, by its name. */
  public Map<String, StoredTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * Where a tensor lies.
   *
   * @throws UserException when no file holds it
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UserException("Cannot find tensor '%s' in %s".formatted(name, directory));
    }
    return tensor;
  }
}
