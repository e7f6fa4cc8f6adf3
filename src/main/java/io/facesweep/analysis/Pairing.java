package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the trials that are equal to a trial in all but one or two factors. */
final class Pairing implements Matching {
  private final TrialTable table;
  private final long[] strides;
  private final Map<Long, Integer> byCell = new HashMap<>();

  Pairing(TrialTable table) {
    this.table = table;
    List<Factor> factors = table.factors();
    strides = new long[factors.size()];
    long stride = Math.max(1, table.units());
    for (int i = 0; i < strides.length; i++) {
      strides[i] = stride;
      stride = Math.multiplyExact(stride, factors.get(i).levels().size());
    }
    for (int trial = 0; trial < table.size(); trial++) {
      long cell = cell(trial);
      if (cell >= 0) {
        byCell.putIfAbsent(cell, trial);
      }
    }
  }

  /** Number of the trial's combination of prompt, seed and levels; -1 with a level unknown. */
  private long cell(int trial) {
    long cell = table.unit(trial);
    for (int factor = 0; factor < strides.length; factor++) {
      int level = table.level(factor, trial);
      if (level < 0) {
        return -1;
      }
      cell += strides[factor] * level;
    }
    return cell;
  }

  /**
   * All pairs of a contrast, as the numbers of their trials: at the level, at that compared with;
   * of an interaction fours: both levels, the second's with the one compared with, the first's with
   * the second's compared with, both compared with.
   */
  @Override
  public List<int[]> of(Contrast contrast) {
    List<int[]> pairs = new ArrayList<>();
    long step = strides[contrast.factor()] * (contrast.level() - contrast.from());
    long otherStep =
        contrast.isInteraction()
            ? strides[contrast.other()] * (contrast.otherLevel() - contrast.otherFrom())
            : 0;
    for (int trial = 0; trial < table.size(); trial++) {
      long cell = cell(trial);
      if (cell < 0
          || table.level(contrast.factor(), trial) != contrast.level()
          || (contrast.isInteraction()
              && table.level(contrast.other(), trial) != contrast.otherLevel())) {
        continue;
      }
      int[] pair =
          contrast.isInteraction()
              ? trials(cell, cell - step, cell - otherStep, cell - step - otherStep)
              : trials(cell, cell - step);
      if (pair.length > 0) {
        pairs.add(pair);
      }
    }
    return pairs;
  }

  /** The trials of these cells, or none if one of the cells has none. */
  private int[] trials(long... cells) {
    int[] trials = new int[cells.length];
    for (int i = 0; i < cells.length; i++) {
      Integer trial = byCell.get(cells[i]);
      if (trial == null) {
        return new int[0];
      }
      trials[i] = trial;
    }
    return trials;
  }
}
