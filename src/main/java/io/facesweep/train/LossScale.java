package io.facesweep.train;

import io.facesweep.tensor.DType;

/**
 * By what a loss is multiplied before its gradient goes back through nets in float16, which would
 * lose what is below 6e-8 (Micikevicius et al. 2018, arXiv 1710.03740). It falls at once where a
 * gradient overflows, whose step is left out, and rises again after many that did not; the numbers
 * are those of PyTorch's GradScaler.
 *
 * @param factor a power of two; 1 where nothing is scaled
 * @param finite steps since it last changed
 * @param skipped steps that were left out, of all
 */
record LossScale(double factor, long finite, long skipped) {
  static final LossScale NONE = new LossScale(1, 0, 0);

  static final double FIRST = 65536;
  static final long GROWTH_INTERVAL = 2000;

  /** Returns what a training of nets of a type begins with. */
  static LossScale first(DType type) {
    return isNeeded(type) ? new LossScale(FIRST, 0, 0) : NONE;
  }

  /** Returns whether gradients of a type are scaled. */
  static boolean isNeeded(DType type) {
    return type == DType.FLOAT16;
  }

  /** Returns whether it can fall. */
  boolean canFall() {
    return factor > 1;
  }

  /** Returns what follows a step whose gradient overflowed. */
  LossScale fallen() {
    return new LossScale(factor / 2, 0, skipped + 1);
  }

  /** Returns what follows a step whose gradient did not. */
  LossScale kept() {
    return finite + 1 < GROWTH_INTERVAL
        ? new LossScale(factor, finite + 1, skipped)
        : new LossScale(2 * factor, 0, skipped);
  }

  /** Returns it as a checkpoint notes it. */
  String text() {
    return "%s %d %d".formatted(factor, finite, skipped);
  }

  /** Reads what {@link #text} wrote. */
  static LossScale of(String text) {
    String[] parts = text.split(" ");
    return new LossScale(
        Double.parseDouble(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}
