package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The safetensors files that hold one net of a snapshot: one file, or the shards of an index file.
 * Their headers and the index have been checked against each other, so that what is left to go
 * wrong is reading the data.
 */
public final class CheckpointFiles {
  private static final String CONVERT =
      "only safetensors files are read; load the snapshot in Python with diffusers and call"
          + " save_pretrained(directory, safe_serialization=True) to convert it";
  private static final List<String> PICKLES = List.of(".bin", ".ckpt", ".pt", ".pth");

  private final Path directory;
  private final List<Path> files;
  private final Map<String, Path> fileOf = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile.Entry> entries = new LinkedHashMap<>();

  /** Which files to take when a directory holds both full-precision and {@code fp16} ones. */
  public enum Variant {
    PLAIN_FIRST,
    FP16_FIRST
  }

  private CheckpointFiles(Path directory, Collection<Path> files) {
    this.directory = directory;
    this.files = List.copyOf(files);
  }

  /** {@link #locate(Path, String, Variant)} with the full-precision files first. */
  public static CheckpointFiles locate(Path componentDirectory, String stem) {
    return locate(componentDirectory, stem, Variant.PLAIN_FIRST);
  }

  /**
   * Finds {@code stem.safetensors}, {@code stem.safetensors.index.json}, {@code
   * stem.fp16.safetensors} or {@code stem.safetensors.index.fp16.json}, in this order or with the
   * fp16 pair first.
   *
   * @param stem {@code diffusion_pytorch_model}, or {@code model} for a text encoder
   * @throws UserException when there is none of these, or headers and index contradict each other,
   *     naming all that is wrong
   */
  public static CheckpointFiles locate(Path componentDirectory, String stem, Variant variant) {
    if (!Files.isDirectory(componentDirectory)) {
      throw new UserException(
          "Cannot read weights from %s: there is no such directory".formatted(componentDirectory));
    }
    List<String> names =
        new ArrayList<>(List.of(stem + ".safetensors", stem + ".safetensors.index.json"));
    names.addAll(
        variant == Variant.PLAIN_FIRST ? 2 : 0,
        List.of(stem + ".fp16.safetensors", stem + ".safetensors.index.fp16.json"));
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

  /** One safetensors file, wherever it is. */
  public static CheckpointFiles of(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return single(directory == null ? file : directory, file);
  }

  private static CheckpointFiles single(Path directory, Path file) {
    CheckpointFiles result = new CheckpointFiles(directory, List.of(file));
    result.collect(file, new FileProblems());
    return result;
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
        throw weightMap.problem(tensor, "the name of a .safetensors file in the same directory");
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
    CheckpointFiles result = new CheckpointFiles(directory, shards.values());
    for (Map.Entry<String, Path> shard : shards.entrySet()) {
      if (!missing.contains(shard.getKey())) {
        result.collect(shard.getValue(), problems);
      }
    }
    shardOf.forEach(
        (tensor, shard) -> {
          Path expected = directory.resolve(shard);
          if (!missing.contains(shard) && !expected.equals(result.fileOf.get(tensor))) {
            problems.add(
                "the tensor '%s' is not in its shard '%s'"
                    .formatted(ForeignText.quoted(tensor), ForeignText.quoted(shard)));
          }
        });
    if (!problems.isEmpty()) {
      throw new UserException(
          "Cannot read weights by %s: %s".formatted(index, problems.joined("; ")));
    }
    return result;
  }

  private void collect(Path shard, FileProblems problems) {
    try (SafetensorsFile opened = SafetensorsFile.open(shard)) {
      for (SafetensorsFile.Entry entry : opened.entries()) {
        entries.putIfAbsent(entry.name(), entry);
        Path other = fileOf.putIfAbsent(entry.name(), shard);
        if (other != null) {
          problems.add(
              "the tensor '%s' is both in '%s' and in '%s'"
                  .formatted(
                      ForeignText.quoted(entry.name()), other.getFileName(), shard.getFileName()));
        }
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
    return name.endsWith(".safetensors")
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
    return present.stream()
        .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
        .findFirst()
        .map(
            pickle ->
                new UserException(
                    "Cannot read weights from %s: %s"
                        .formatted(directory.resolve(pickle), CONVERT)))
        .orElseGet(
            () ->
                new UserException(
                    "Cannot find weights in %s: expected one of %s; it holds %s"
                        .formatted(directory, String.join(", ", expected), listed(present))));
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
  public Set<String> tensors() {
    return Set.copyOf(fileOf.keySet());
  }

  /** The header's entry of every tensor by its name. */
  Map<String, SafetensorsFile.Entry> entries() {
    return entries;
  }

  /**
   * The file that holds a tensor.
   *
   * @throws UserException when none does
   */
  public Path fileOf(String tensor) {
    Path file = fileOf.get(tensor);
    if (file == null) {
      throw new UserException("Cannot find tensor '%s' in %s".formatted(tensor, directory));
    }
    return file;
  }
}
