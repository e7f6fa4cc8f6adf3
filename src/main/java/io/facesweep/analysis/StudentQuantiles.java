package io.facesweep.analysis;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/** Student's quantiles for those who make intervals without a library: a page in a browser. */
public final class StudentQuantiles {
  private StudentQuantiles() {}

  /**
   * Returns by how many standard errors a 95 percent interval of a mean reaches to either side.
   *
   * @param degrees of freedom, from 1 up to this
   */
  public static double[] upTo(int degrees) {
    double tail = (1 - ContrastEstimate.CONFIDENCE) / 2;
    return IntStream.rangeClosed(1, degrees)
        .mapToDouble(free -> TDistribution.of(free).inverseSurvivalProbability(tail))
        .toArray();
  }
}
