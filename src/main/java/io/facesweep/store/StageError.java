package io.facesweep.store;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Why a stage failed.
 *
 * @param type class of what was thrown, or a short name of the kind of failure
 * @param message for people
 * @param phase where it failed: {@code geometry}, {@code texture}, {@code joint}; null if outside
 * @param step of the phase, from 0; null if outside
 */
public record StageError(
    String type, String message, @Nullable String phase, @Nullable Integer step)
    implements Serializable {
  private static final int MAX_MESSAGE = 20_000;

  /** Cuts messages that are too long for a record. */
  public StageError {
    if (message.length() > MAX_MESSAGE) {
      message = message.substring(0, MAX_MESSAGE) + "...";
    }
  }
}
