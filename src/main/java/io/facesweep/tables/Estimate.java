package io.facesweep.tables;

/**
 * The size of an effect. Numbers that do not exist are NaN.
 *
 * @param baselineMean mean at the baseline over the pairs, each unit counting the same
 * @param levelMean the same at the level
 * @param baselineIqm interquartile mean of the trials at the baseline
 * @param levelIqm the same at the level
 * @param difference mean difference, each unit counting the same
 * @param interval of the difference
 * @param confidence of the interval, e.g. 0.95
 * @param improvement fraction of pairs in which the level is better, ties half, each unit counting
 *     the same; of a neutral metric, in which it is larger
 */
public record Estimate(
    double baselineMean,
    double levelMean,
    double baselineIqm,
    double levelIqm,
    double difference,
    Interval interval,
    double confidence,
    double improvement) {}
