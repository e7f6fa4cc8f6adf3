package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the trials that are equal to a trial in all but one or two factors. */
final class Pairing {
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
   * All pairs of a contrast, as the numbers of their trials: at the level, at the baseline; of an
   * interaction fours: both levels, baseline and other level, level and other baseline, both
   * baselines.
   */
  List<int[]> of(Contrast contrast) {
    List<int[]> pairs = new ArrayList<>();
    long step = step(contrast.factor(), contrast.level());
    long otherStep =
        contrast.isInteraction() ? step(contrast.other(), contrast.otherLevel()) : 0;
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

  private long step(int factor, int level) {
    return strides[factor] * (level - table.factors().get(factor).baselineIndex());
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
