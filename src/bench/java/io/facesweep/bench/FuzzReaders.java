package io.facesweep.bench;

import com.sun.management.ThreadMXBean;
import io.facesweep.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Feeds damaged files of every kind that FaceSweep reads to their readers. A finding is anything
 * but a value or a {@link UserException}, an input that takes longer than the limit, or one that
 * allocates more than its size allows; memory or stack that ran out is one too where the reader
 * turned it into a refusal.
 *
 * <p>After {@code mvn -q test-compile}: {@code src/bench/run FuzzReaders 1000000 1}. Arguments: the
 * number of inputs, a seed, and optionally the kinds of files, by commas. Prints one JSON line per
 * kind; exits with 1 when there are findings.
 */
public final class FuzzReaders {
  private static final int SECONDS_PER_INPUT = 10;
  private static final int MAX_WAITS = 12;
  private static final int MAX_FINDINGS = 1000;

  /** The first inputs load classes, which counts as allocation. */
  private static final int WARM = 50;

  private final Path directory;
  private final long seed;
  private final Map<Kind, Result> results = new TreeMap<>();

  /** The one that reads. */
  private volatile Thread running = Thread.currentThread();

  /** The files under test. */
  public enum Kind {
    SAFETENSORS,
    CONFIG,
    CONFIG_VALUES,
    SHARD_INDEX,
    TORCH,
    SINGLE_FILE,
    CKPT,
    LORA,
    TORCH_LORA,
    PEFT,
    EMBEDDING,
    TORCH_EMBEDDING,
    TOKENIZER,
    FACE,
    NPZ,
    PICKLE,
    HDF5,
    OBJ,
    GNM,
    MATLAB,
    MAKEHUMAN,
    MAKEHUMAN_BASE,
    MAKEHUMAN_MIRROR,
    ICT,
    ICT_POINTS,
    FACE_UVS,
    FACE_REGIONS,
    PICTURE,
    RECORD,
    PLAN,
    STEPS,
    COEFFICIENTS,
    LATENTS,
    MEASURES,
    INSTRUMENT,
    TABLE;

    /** The files that users bring. */
    public static final Set<Kind> BROUGHT = EnumSet.range(SAFETENSORS, PICTURE);

    /** The files of an output root. */
    public static final Set<Kind> STORED = EnumSet.range(RECORD, TABLE);
  }

  /** What became of the inputs of one kind. */
  public static final class Result {
    private int inputs;
    private int accepted;
    private int refused;
    private int unexpected;
    private long mostAllocated;
    private double mostMillis;
    private int found;
    private final List<String> findings = new ArrayList<>();

    /** Inputs that were read. */
    public int inputs() {
      return inputs;
    }

    /** Inputs that were refused with a {@link UserException}. */
    public int refused() {
      return refused;
    }

    /** Inputs that were taken for what they are not, and are fine. */
    public int accepted() {
      return accepted;
    }

    /** Descriptions of what went wrong, with the number of the input; the first thousand. */
    public List<String> findings() {
      return findings;
    }

    private void find(String finding) {
      found++;
      if (findings.size() < MAX_FINDINGS) {
        findings.add(finding);
      }
    }

    String json(Kind kind) {
      return "{\"what\": \"%s\", \"inputs\": %d, \"accepted\": %d, \"refused\": %d, \"of_them_by_the_last_catch\": %d, \"findings\": %d, \"most_allocated\": %d, \"most_ms\": %.1f}"
          .formatted(
              kind.name().toLowerCase(Locale.ROOT),
              inputs,
              accepted,
              refused,
              unexpected,
              found,
              mostAllocated,
              mostMillis);
    }
  }

  /**
   * @param directory an existing directory for the inputs
   */
  public FuzzReaders(Path directory, long seed) {
    this.directory = directory;
    this.seed = seed;
  }

  /** Reads as many inputs of every kind. */
  public Map<Kind, Result> run(int count, Set<Kind> kinds)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    List<FuzzTarget> targets = new ArrayList<>();
    targets.addAll(WeightTargets.in(Files.createDirectories(directory.resolve("w")), random));
    targets.addAll(AdapterTargets.in(Files.createDirectories(directory.resolve("a")), random));
    targets.addAll(FaceTargets.in(Files.createDirectories(directory.resolve("f")), random));
    if (kinds.stream().anyMatch(Kind.STORED::contains)) {
      targets.addAll(StoreTargets.in(Files.createDirectories(directory.resolve("s")), random));
    }
    targets.removeIf(target -> !kinds.contains(target.kind()));
    ExecutorService reader = Executors.newSingleThreadExecutor(this::daemon);
    try {
      for (int i = 0; i < count; i++) {
        check(targets.get(i % targets.size()), i, reader);
      }
    } finally {
      reader.shutdownNow();
    }
    return results;
  }

  private Thread daemon(Runnable body) {
    running = new Thread(body, "fuzz-reader");
    running.setDaemon(true);
    return running;
  }

  private record Cost(long bytes, boolean isRefused, Throwable cause) {}

  private void check(FuzzTarget target, int number, ExecutorService reader)
      throws IOException, InterruptedException {
    Result result = results.computeIfAbsent(target.kind(), k -> new Result());
    result.inputs++;
    byte[] input = target.next();
    target.prepare(input);
    String name = "seed %d, input %d of %d bytes".formatted(seed, number, input.length);
    long start = System.nanoTime();
    try {
      Cost cost = await(reader.submit(() -> measure(target, input)));
      if (cost.isRefused) {
        result.refused++;
      } else {
        result.accepted++;
      }
      if (cost.cause instanceof VirtualMachineError) {
        result.find("%s ran into %s".formatted(name, cost.cause));
      } else if (cost.isRefused && isUnexpected(cost.cause)) {
        result.unexpected++;
      }
      if (result.inputs > WARM) {
        result.mostAllocated = Math.max(result.mostAllocated, cost.bytes);
        if (cost.bytes > target.allowance() + target.bytesPerByte() * input.length) {
          result.find("%s allocated %d bytes".formatted(name, cost.bytes));
        }
      }
    } catch (TimeoutException e) {
      Path kept = Files.write(Files.createTempFile("fuzz-hung", ".bin"), input);
      result.find("%s, kept as %s, hung%s".formatted(name, kept, place(running.getStackTrace())));
      throw new IllegalStateException(target.kind() + ": " + result.findings, e);
    } catch (ExecutionException e) {
      result.find(
          "%s threw %s%s".formatted(name, e.getCause(), place(e.getCause().getStackTrace())));
    }
    result.mostMillis = Math.max(result.mostMillis, (System.nanoTime() - start) / 1e6);
  }

  /** Waits longer where other work keeps the reader from its time on a processor. */
  private Cost await(Future<Cost> reading)
      throws InterruptedException, ExecutionException, TimeoutException {
    long before = processorSeconds();
    for (int wait = 1; ; wait++) {
      try {
        return reading.get(SECONDS_PER_INPUT, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (wait == MAX_WAITS || processorSeconds() - before >= SECONDS_PER_INPUT / 2) {
          throw e;
        }
      }
    }
  }

  private long processorSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(
        ManagementFactory.getThreadMXBean().getThreadCpuTime(running.getId()));
  }

  /** Where of ours something was thrown, or runs. */
  private static String place(StackTraceElement[] stack) {
    return Stream.of(stack)
        .filter(frame -> frame.getClassName().startsWith("io.facesweep"))
        .findFirst()
        .map(frame -> " at " + frame)
        .orElse("");
  }

  private static boolean isUnexpected(Throwable cause) {
    return cause instanceof RuntimeException
        && !(cause instanceof UserException)
        && !(cause instanceof IllegalArgumentException);
  }

  private static Cost measure(FuzzTarget target, byte[] input) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    UserException refusal = null;
    try {
      target.read(input);
    } catch (UserException e) {
      refusal = e;
    }
    return new Cost(
        threads.getCurrentThreadAllocatedBytes() - before,
        refusal != null,
        refusal == null ? null : refusal.getCause());
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Set<Kind> kinds = EnumSet.allOf(Kind.class);
    if (arguments.length > 2) {
      kinds.clear();
      Stream.of(arguments[2].split(","))
          .map(kind -> Kind.valueOf(kind.toUpperCase(Locale.ROOT)))
          .forEach(kinds::add);
    }
    Path directory = Files.createTempDirectory("fuzz-readers");
    boolean clean = true;
    try {
      for (Map.Entry<Kind, Result> entry :
          new FuzzReaders(directory, seed).run(count, kinds).entrySet()) {
        System.out.println(entry.getValue().json(entry.getKey()));
        entry.getValue().findings().stream()
            .limit(20)
            .forEach(finding -> System.err.println(entry.getKey() + ": " + finding));
        clean &= entry.getValue().findings().isEmpty();
      }
    } finally {
      delete(directory);
    }
    System.exit(clean ? 0 : 1);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
