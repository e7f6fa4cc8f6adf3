package io.facesweep.analysis;

import io.facesweep.tables.VarianceSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the sum of squares of crossed trials among what they differ by: the analysis of variance
 * of a factorial design (Montgomery, "Design and Analysis of Experiments", chapter 5).
 */
final class VarianceSplit {
  /**
   * Something that trials differ by.
   *
   * @param factor number of the factor; -1 for none
   * @param other number of the second factor of an interaction; else -1
   */
  record Term(VarianceSource source, int factor, int other) {}

  /** Sums of squares below this share of the total are what rounding leaves. */
  private static final double ROUNDING = 1e-12;

  private final CrossedTrials trials;
  private final List<Factor> factors;
  private final List<Term> terms = new ArrayList<>();
  private final boolean isOfSeeds;

  /**
   * @param isOfSeeds whether the units are the seeds of one prompt
   */
  VarianceSplit(CrossedTrials trials, List<Factor> factors, boolean isOfSeeds) {
    this.trials = trials;
    this.factors = factors;
    this.isOfSeeds = isOfSeeds;
    terms.add(new Term(VarianceSource.PROMPT, -1, -1));
    terms.add(new Term(VarianceSource.SEED, -1, -1));
    for (int factor = 0; factor < factors.size(); factor++) {
      if (isVaried(factor)) {
        terms.add(new Term(VarianceSource.FACTOR, factor, -1));
      }
    }
    for (int factor = 0; factor < factors.size() && trials.isWhole(); factor++) {
      for (int other = factor + 1; other < factors.size(); other++) {
        if (isVaried(factor) && isVaried(other)) {
          terms.add(new Term(VarianceSource.INTERACTION, factor, other));
        }
      }
    }
    terms.add(new Term(VarianceSource.REST, -1, -1));
  }

  private boolean isVaried(int factor) {
    return factors.get(factor).levels().size() > 1;
  }

  List<Term> terms() {
    return terms;
  }

  /**
   * Returns the share of each term, 0 to 1, in their order; NaN where all values are equal.
   *
   * @param squares of the trials
   */
  double[] shares(BlockSums.Squares squares) {
    double[] shares = new double[terms.size()];
    double[] main = new double[factors.size()];
    double rest = 1;
    for (int i = 0; i < shares.length; i++) {
      Term term = terms.get(i);
      double sum =
          switch (term.source()) {
            case PROMPT -> isOfSeeds ? 0 : squares.amongUnits();
            case SEED -> isOfSeeds ? squares.amongUnits() : squares.withinUnits();
            case FACTOR -> main[term.factor()] = ofFactor(squares, term.factor());
            case INTERACTION -> ofTwo(squares, term) - main[term.factor()] - main[term.other()];
            case REST -> rest * squares.total();
          };
      double share = sum / squares.total();
      shares[i] = share < ROUNDING ? 0 : share;
      rest -= shares[i];
    }
    return shares;
  }

  private double ofFactor(BlockSums.Squares squares, int factor) {
    return amongGroups(squares, factor, -1, factors.get(factor).levels().size());
  }

  private double ofTwo(BlockSums.Squares squares, Term term) {
    int groups =
        factors.get(term.factor()).levels().size() * factors.get(term.other()).levels().size();
    return amongGroups(squares, term.factor(), term.other(), groups);
  }

  /** Sum of squares of the means of combinations that have the same levels. */
  private double amongGroups(BlockSums.Squares squares, int factor, int other, int groups) {
    double[] sums = new double[groups];
    int[] counts = new int[groups];
    double all = 0;
    for (int c = 0; c < trials.combinations(); c++) {
      int group = trials.level(c, factor);
      if (other >= 0) {
        group = group * factors.get(other).levels().size() + trials.level(c, other);
      }
      sums[group] += squares.combinations()[c];
      counts[group]++;
      all += squares.combinations()[c];
    }
    double sum = -all * all / trials.combinations();
    for (int group = 0; group < groups; group++) {
      sum += counts[group] == 0 ? 0 : sums[group] * sums[group] / counts[group];
    }
    return sum * squares.blocks();
  }
}
