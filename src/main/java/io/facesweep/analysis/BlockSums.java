package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A measure's values, added up by what is independent of each other (prompts, or the seeds of one
 * prompt), as far as sums of squares need them: so that units can be drawn again without going over
 * the trials.
 */
final class BlockSums {
  /** What one unit adds. */
  private static final class Unit {
    final double[] combinations;
    double blocks;
    double squares;
    double blockSquares;
    double sum;

    Unit(int combinations) {
      this.combinations = new double[combinations];
    }

    void add(double[] values, double centre) {
      double ofBlock = 0;
      for (int i = 0; i < values.length; i++) {
        double value = values[i] - centre;
        combinations[i] += value;
        squares += value * value;
        ofBlock += value;
      }
      blocks++;
      sum += ofBlock;
      blockSquares += ofBlock * ofBlock;
    }
  }

  /**
   * Sums of squares about the mean.
   *
   * @param total over all trials
   * @param amongUnits over the units' means
   * @param withinUnits over the means of the blocks of a unit
   * @param combinations mean of each combination of levels
   * @param blocks how many blocks there are
   */
  record Squares(
      double total, double amongUnits, double withinUnits, double[] combinations, double blocks) {}

  private final List<Unit> units;
  private final int combinations;

  private BlockSums(List<Unit> units, int combinations) {
    this.units = units;
    this.combinations = combinations;
  }

  /**
   * Adds up blocks.
   *
   * @param unitOf number of each block's unit
   * @param blocks by combination; null for one that does not count
   */
  static BlockSums of(int[] unitOf, double[][] blocks, int combinations) {
    double centre = 0;
    int count = 0;
    for (double[] block : blocks) {
      if (block != null) {
        for (double value : block) {
          centre += (value - centre) / ++count;
        }
      }
    }
    Map<Integer, Unit> units = new LinkedHashMap<>();
    for (int block = 0; block < blocks.length; block++) {
      if (blocks[block] != null) {
        units
            .computeIfAbsent(unitOf[block], u -> new Unit(combinations))
            .add(blocks[block], centre);
      }
    }
    return new BlockSums(new ArrayList<>(units.values()), combinations);
  }

  int units() {
    return units.size();
  }

  /** How many sums there are. */
  long size() {
    return (long) units.size() * combinations;
  }

  /**
   * Returns the sums of squares where each unit is there as often as given.
   *
   * @param weights one a unit
   */
  Squares squares(int[] weights) {
    double[] means = new double[combinations];
    double blocks = 0;
    double squares = 0;
    double ofUnits = 0;
    double ofBlocks = 0;
    for (int i = 0; i < weights.length; i++) {
      int weight = weights[i];
      if (weight > 0) {
        Unit unit = units.get(i);
        for (int c = 0; c < combinations; c++) {
          means[c] += weight * unit.combinations[c];
        }
        blocks += weight * unit.blocks;
        squares += weight * unit.squares;
        ofUnits += weight * unit.sum * unit.sum / unit.blocks;
        ofBlocks += weight * unit.blockSquares;
      }
    }
    double sum = 0;
    for (int c = 0; c < combinations; c++) {
      sum += means[c];
      means[c] /= blocks;
    }
    double ofMean = sum * sum / (blocks * combinations);
    return new Squares(
        squares - ofMean,
        ofUnits / combinations - ofMean,
        (ofBlocks - ofUnits) / combinations,
        means,
        blocks);
  }
}
