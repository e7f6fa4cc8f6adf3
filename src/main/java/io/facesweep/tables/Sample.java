package io.facesweep.tables;

/**
 * What an effect is estimated from.
 *
 * @param pairs pairs of trials equal in all else; of an interaction, fours of them; of a fraction
 *     of all combinations, prompts and seeds
 * @param missing pairs that are left out since a trial failed, did not run or lacks the metric
 * @param unit what is independent
 * @param units how many there are
 * @param spread how much they vary
 */
public record Sample(int pairs, int missing, UnitKind unit, int units, Spread spread) {
  /**
   * How much differences vary: what later sweeps are planned by. Numbers that do not exist are NaN.
   *
   * @param amongUnits standard deviation of the units' differences
   * @param amongSeeds standard deviation of the seeds' differences within a prompt
   * @param seeds how many a prompt has, on average
   */
  public record Spread(double amongUnits, double amongSeeds, double seeds) {}
}
