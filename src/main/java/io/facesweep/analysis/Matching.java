package io.facesweep.analysis;

import java.util.List;

/** Finds the trials that answer a contrast. */
interface Matching {
  /**
   * Returns the matches of a contrast, each the numbers of its trials: as many at the level as,
   * after them, at the one compared with. Of an interaction four parts of one length: both levels,
   * the second's level alone, the first's alone, neither. All trials of a match have one prompt and
   * one seed.
   */
  List<int[]> of(Contrast contrast);
}
