package io.facesweep.check;

import io.facesweep.tensor.DType;
import java.util.List;

/** Computations that share what they need, at any place. */
public interface ProbeGroup {
  /** What the group's findings are listed under. */
  String name();

  /** Where the expected results are computed. */
  default Place reference() {
    return Place.EXACT;
  }

  /**
   * Largest difference from the reference that is no fault, relative to the largest value of the
   * expected result.
   */
  double tolerance(DType type);

  /**
   * Prepares the computations at a place.
   *
   * @param items of the batch that is computed, the first so many of the group's inputs
   */
  Session open(Place place, int items);

  /** Computations that are ready at one place; closing frees what they share. */
  interface Session extends AutoCloseable {
    /** The same names in the same order at every place. */
    List<Probe> probes();

    @Override
    void close();
  }
}
