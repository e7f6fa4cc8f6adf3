package io.facesweep.train;

import io.facesweep.UserException;
import java.util.stream.IntStream;

/**
 * Which items of a data set are trained on, and which are kept to measure with: the last ones.
 *
 * @param count of all
 * @param heldOut how many are kept
 */
public record Split(int count, int heldOut) {
  /** Kept is one item of so many, where there are few. */
  private static final int SHARE = 4;

  /**
   * A split of a data set, which may be small.
   *
   * @param items what they are, for the message
   * @param most held out of a large data set
   * @throws UserException if there are too few to keep one
   */
  public static Split of(String items, int count, int most) {
    if (count < SHARE) {
      throw new UserException(
          "Cannot train on %d %s (expected at least %d); raise renders and textures of the recipe"
              .formatted(count, items, SHARE));
    }
    return new Split(count, Math.min(most, count / SHARE));
  }

  /** How many are trained on: the first ones. */
  public int trained() {
    return count - heldOut;
  }

  /** Indices of those that are kept. */
  public int[] keptIndices() {
    return IntStream.range(trained(), count).toArray();
  }
}
