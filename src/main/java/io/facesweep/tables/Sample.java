package io.facesweep.tables;

/**
 * What an effect is estimated from.
 *
 * @param pairs pairs of trials equal in all else; of an interaction, fours of them
 * @param missing pairs that are left out since a trial failed, did not run or lacks the metric
 * @param unit what is independent
 * @param units how many there are
 */
public record Sample(int pairs, int missing, UnitKind unit, int units) {}
