package io.facesweep.tensor;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the calls of a device's operators and the copies to and from it, by place in the code. */
public final class Traffic {
  /** What is counted. */
  public enum Kind {
    CALL,
    TO_DEVICE,
    TO_HOST
  }

  /** Of one place: how often, and how many bytes. */
  private record Count(LongAdder times, LongAdder bytes) {}

  private record Key(Kind kind, String place) {}

  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String ROOT = "io.facesweep.";
  private static final String TENSORS = ROOT + "tensor.";

  private final Map<Key, Count> counts = new ConcurrentHashMap<>();

  void call(String operator) {
    count(Kind.CALL, operator, 0);
  }

  void copy(Tensor tensor, Device target) {
    Kind kind = target.isCuda() ? Kind.TO_DEVICE : Kind.TO_HOST;
    count(kind, place(), tensor.size() * tensor.dtype().bytes());
  }

  private void count(Kind kind, String place, long bytes) {
    Count count = at(new Key(kind, place));
    count.times().increment();
    count.bytes().add(bytes);
  }

  private Count at(Key key) {
    return counts.computeIfAbsent(key, any -> new Count(new LongAdder(), new LongAdder()));
  }

  /** Adds what another has counted. */
  public void add(Traffic other) {
    other.counts.forEach(
        (key, count) -> {
          Count own = at(key);
          own.times().add(count.times().sum());
          own.bytes().add(count.bytes().sum());
        });
  }

  /** Forgets all that was counted. */
  public void clear() {
    counts.clear();
  }

  /** How often something was done. */
  public long times(Kind kind) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToLong(entry -> entry.getValue().times().sum())
        .sum();
  }

  /** Bytes that were copied. */
  public long bytes(Kind kind) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToLong(entry -> entry.getValue().bytes().sum())
        .sum();
  }

  /** A line for each place that copies, the busiest first. */
  public String table(Kind kind, double per) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .sorted((a, b) -> Long.compare(b.getValue().times().sum(), a.getValue().times().sum()))
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "    %-42s %6.2f  %12.0f bytes",
                    entry.getKey().place(),
                    entry.getValue().times().sum() / per,
                    entry.getValue().bytes().sum() / per))
        .collect(Collectors.joining("\n"));
  }

  /** The innermost place of the product's code outside of the tensors' own. */
  private static String place() {
    return STACK.walk(
        frames ->
            frames
                .filter(Traffic::isProduct)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .findFirst()
                .orElse("?"));
  }

  /** The innermost few places, for a message. */
  static String trace() {
    return STACK.walk(
        frames ->
            frames
                .filter(Traffic::isProduct)
                .limit(6)
                .map(Object::toString)
                .collect(Collectors.joining("\n  ")));
  }

  private static boolean isProduct(StackWalker.StackFrame frame) {
    return frame.getClassName().startsWith(ROOT) && !frame.getClassName().startsWith(TENSORS);
  }
}
