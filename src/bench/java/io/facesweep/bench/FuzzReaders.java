package io.facesweep.bench;

import com.sun.management.ThreadMXBean;
import io.facesweep.UserException;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds mutated safetensors files, shard indices and JSON configurations to their readers. A
 * finding is anything but a value or a {@link UserException}, an input that takes longer than the
 * limit, or one that allocates more than its size allows.
 *
 * <p>After {@code mvn -q test-compile}:
 *
 * <pre>
 * java -cp target/test-classes:target/classes:$(cat target/bench.classpath) io.facesweep.bench.FuzzReaders 1000000 1
 * </pre>
 *
 * Arguments: number of inputs, seed. Prints one JSON line per kind of input; exits with 1 when
 * there are findings.
 */
public final class FuzzReaders {
  private static final int SECONDS_PER_INPUT = 10;

  /**
   * What reading may allocate beyond its multiple of the input's size: buffers, decoders, the
   * exception's stack trace.
   */
  private static final long ALLOWANCE = 512 << 10;

  /**
   * A JSON element of two bytes becomes a node of a tree; a decoded tensor is up to four times as
   * wide as stored.
   */
  private static final long BYTES_PER_INPUT_BYTE = 100;

  /** Asking each value ten questions makes up to ten exceptions with their stack traces. */
  private static final long KEYS_COST = 32 << 10;

  private final Path directory;
  private final SplittableRandom random;
  private volatile @Nullable JsonConfig config;
  private final Map<Kind, Result> results = new TreeMap<>();

  /** The readers under test. */
  public enum Kind {
    SAFETENSORS,
    CONFIG,
    CONFIG_VALUES,
    SHARD_INDEX
  }

  /** What became of the inputs of one kind. */
  public static final class Result {
    private int inputs;
    private int accepted;
    private int refused;
    private long mostAllocated;
    private double mostPerByte;
    private double mostMillis;
    private final List<String> findings = new ArrayList<>();

    /** Inputs that were read. */
    public int inputs() {
      return inputs;
    }

    /** Inputs that were refused with a {@link UserException}. */
    public int refused() {
      return refused;
    }

    /** Descriptions of what went wrong, with the number of the input. */
    public List<String> findings() {
      return findings;
    }

    String json(Kind kind) {
      return "{\"what\": \"%s\", \"inputs\": %d, \"accepted\": %d, \"refused\": %d, \"findings\": %d, \"most_allocated\": %d, \"most_allocated_per_byte_over_64k\": %.1f, \"most_ms\": %.1f}"
          .formatted(
              kind.name().toLowerCase(java.util.Locale.ROOT),
              inputs,
              accepted,
              refused,
              findings.size(),
              mostAllocated,
              mostPerByte,
              mostMillis);
    }
  }

  /**
   * @param directory an existing directory for the inputs
   */
  public FuzzReaders(Path directory, long seed) {
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /** Reads mutated inputs of every kind in turn. */
  public Map<Kind, Result> run(int count) throws IOException, InterruptedException {
    List<byte[]> tensors = List.of(smallTensors(), noTensors());
    List<byte[]> configs = configs();
    byte[] index =
        "{\"metadata\":{\"total_size\":24},\"weight_map\":{\"a\":\"s-1.safetensors\",\"b\":\"s-1.safetensors\",\"c\":\"s-2.safetensors\"}}"
            .getBytes(StandardCharsets.UTF_8);
    Files.write(directory.resolve("s-1.safetensors"), smallTensors());
    Files.write(directory.resolve("s-2.safetensors"), noTensors());
    ByteMutator mutator = new ByteMutator(random);
    ExecutorService reader = Executors.newSingleThreadExecutor(FuzzReaders::daemon);
    try {
      for (int i = 0; i < count; i++) {
        // Indices cost most, by the shards they open, and say least.
        int choice = random.nextInt(10);
        if (choice < 5) {
          byte[] input = mutator.safetensors(tensors.get(random.nextInt(tensors.size())));
          Path file = Files.write(directory.resolve("x.safetensors"), input);
          check(Kind.SAFETENSORS, i, input.length, reader, () -> readAll(file));
        } else if (choice < 9) {
          byte[] input = mutator.json(configs.get(random.nextInt(configs.size())));
          Path file = Files.write(directory.resolve("config.json"), input);
          check(Kind.CONFIG, i, input.length, reader, () -> config = JsonConfig.read(file));
          JsonConfig read = config;
          config = null;
          if (read != null) {
            check(Kind.CONFIG_VALUES, i, KEYS_COST + input.length, reader, () -> readAllKeys(read));
          }
        } else {
          byte[] input = mutator.json(index);
          Files.write(directory.resolve("model.safetensors.index.json"), input);
          check(
              Kind.SHARD_INDEX,
              i,
              input.length + 4096,
              reader,
              () -> CheckpointFiles.locate(directory, "model"));
        }
      }
    } finally {
      reader.shutdownNow();
    }
    return results;
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "fuzz-reader");
    thread.setDaemon(true);
    return thread;
  }

  private record Cost(long bytes, boolean refused) {}

  private void check(Kind kind, int number, long size, ExecutorService reader, Runnable read)
      throws InterruptedException {
    Result result = results.computeIfAbsent(kind, k -> new Result());
    result.inputs++;
    long start = System.nanoTime();
    try {
      Cost cost = reader.submit(() -> measure(read)).get(SECONDS_PER_INPUT, TimeUnit.SECONDS);
      if (cost.refused) {
        result.refused++;
      } else {
        result.accepted++;
      }
      // The first inputs load classes.
      if (number >= 100) {
        result.mostAllocated = Math.max(result.mostAllocated, cost.bytes);
        result.mostPerByte =
            Math.max(result.mostPerByte, (cost.bytes - (64 << 10)) / (double) size);
        if (cost.bytes > ALLOWANCE + BYTES_PER_INPUT_BYTE * size) {
          result.findings.add(
              "input %d of %d bytes allocated %d bytes".formatted(number, size, cost.bytes));
        }
      }
    } catch (TimeoutException e) {
      result.findings.add("input %d hung".formatted(number));
      throw new IllegalStateException(result.findings.toString(), e);
    } catch (ExecutionException e) {
      result.findings.add("input %d threw %s".formatted(number, e.getCause()));
    }
    result.mostMillis = Math.max(result.mostMillis, (System.nanoTime() - start) / 1e6);
  }

  private static Cost measure(Runnable read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean refused = false;
    try {
      read.run();
    } catch (UserException e) {
      refused = true;
    }
    return new Cost(threads.getCurrentThreadAllocatedBytes() - before, refused);
  }

  private static void readAll(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (SafetensorsFile.Entry entry : file.entries()) {
        if (entry.type().isFloating()) {
          file.floats(entry.name());
        } else {
          file.longs(entry.name());
        }
      }
    }
  }

  /** Asks every key for every type: each must answer or refuse. */
  private static void readAllKeys(JsonConfig config) {
    int refused = 0;
    for (String key : config.keys()) {
      List<Runnable> accessors =
          List.of(
              () -> config.integer(key),
              () -> config.positive(key, 1),
              () -> config.number(key),
              () -> config.text(key),
              () -> config.flag(key),
              () -> config.integers(key),
              () -> config.integers(key, 4),
              () -> config.numbers(key),
              () -> config.strings(key),
              () -> readAllKeys(config.section(key)));
      for (Runnable accessor : accessors) {
        try {
          accessor.run();
        } catch (UserException e) {
          refused++;
        }
      }
    }
    if (refused > 9 * config.keys().size() + config.keys().size()) {
      throw new IllegalStateException("More refusals than questions");
    }
  }

  private byte[] smallTensors() throws IOException {
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "a", NamedArray.float32(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            "b", NamedArray.float16(new float[] {1, 2, 3}, 3, 1),
            "c.weight", NamedArray.int64(new long[] {1, 2}, 2),
            "d", NamedArray.int32(new int[] {5}, new long[0])),
        Map.of("format", "pt"));
    return Files.readAllBytes(file);
  }

  private byte[] noTensors() throws IOException {
    Path file = directory.resolve("seed.safetensors");
    SafetensorsWriter.write(file, Map.of("c", NamedArray.float32(new float[0], 0, 4)), Map.of());
    return Files.readAllBytes(file);
  }

  private static List<byte[]> configs() {
    return List.of(
            """
            {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": [5, 10, 20, 20],
             "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false, "norm_eps": 1e-05,
             "mid_block_type": null, "sample_size": 64, "use_linear_projection": true}""",
            """
            {"bos_token": {"__type": "AddedToken", "content": "<|startoftext|>", "lstrip": false},
             "pad_token": "\\u0021", "model_max_length": 77, "deep": {"a": {"b": [[1, 2], {"c": null}]}}}""")
        .stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Path directory = Files.createTempDirectory("fuzz-readers");
    boolean clean = true;
    try {
      for (Map.Entry<Kind, Result> entry : new FuzzReaders(directory, seed).run(count).entrySet()) {
        System.out.println(entry.getValue().json(entry.getKey()));
        entry.getValue().findings().stream().limit(20).forEach(System.err::println);
        clean &= entry.getValue().findings().isEmpty();
      }
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
    System.exit(clean ? 0 : 1);
  }
}
