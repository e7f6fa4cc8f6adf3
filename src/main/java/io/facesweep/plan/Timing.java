package io.facesweep.plan;

import io.facesweep.settings.BatchKey;
import java.io.Serializable;

/**
 * What one batch took.
 *
 * @param shape of its stages
 * @param batchSize how many there were
 * @param seconds of wall time for the whole batch, on one device
 */
public record Timing(BatchKey shape, int batchSize, double seconds) implements Serializable {
  public Timing {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Invalid batch size: %d (expected at least 1)".formatted(batchSize));
    }
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "Invalid seconds: %s (expected a finite number from 0)".formatted(seconds));
    }
  }
}
