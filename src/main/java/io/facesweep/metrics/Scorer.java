package io.facesweep.metrics;

import io.facesweep.settings.ScorerSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A net of the user's that judges renders.
 *
 * @param name in metrics
 * @param input which renders it is shown
 * @param net not owned
 */
public record Scorer(String name, ScorerSettings.Input input, PictureJudge net) {
  /** Azimuths of the renders that a face is to be seen in, without the front. */
  private static final List<Double> FACE = List.of(-60.0, -30.0, 30.0, 60.0);

  /** Returns what it is called among the judges. */
  String judge() {
    return "scorers." + name;
  }

  /**
   * Asks about a head: a number for each view all around it or, of a scorer that gives vectors, how
   * far those of the views of the face are apart.
   *
   * @param renders of azimuths in degrees
   * @param found gets the measures
   */
  void measure(Function<List<Double>, Tensor> renders, Findings found) {
    double[] front = answers(renders.apply(List.of(0.0)), 1).get(0);
    if (front.length == 1) {
      List<Double> others = FaceMeasures.AZIMUTHS.stream().filter(azimuth -> azimuth != 0).toList();
      double sum =
          front[0]
              + answers(renders.apply(others), front.length).stream()
                  .mapToDouble(answer -> answer[0])
                  .sum();
      found.put(NamedMetrics.SCORER.of(name), sum / (others.size() + 1));
      found.put(NamedMetrics.FRONT_SCORER.of(name), front[0]);
    } else {
      List<double[]> others = answers(renders.apply(FACE), front.length);
      List<double[]> all = Stream.concat(Stream.of(front), others.stream()).toList();
      found.put(NamedMetrics.IDENTITY_SPREAD.of(name), spread(all));
    }
  }

  /** Asks, and refuses what is no number, or of another length than before. */
  private List<double[]> answers(Tensor pictures, int length) {
    List<double[]> answers = net.answers(pictures);
    for (double[] answer : answers) {
      if (answer.length != length && length > 1) {
        throw new JudgeException(
            "it gave %d numbers (expected %d, as for the front)".formatted(answer.length, length));
      }
      for (double number : answer) {
        if (!Double.isFinite(number)) {
          throw new JudgeException("it gave " + number);
        }
      }
    }
    return answers;
  }

  /** 1 - the mean cosine between each two. */
  private static double spread(List<double[]> vectors) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += cosine(vectors.get(i), vectors.get(j));
        pairs++;
      }
    }
    return 1 - sum / pairs;
  }

  private static double cosine(double[] a, double[] b) {
    double product = dot(a, b);
    double lengths = Math.sqrt(dot(a, a) * dot(b, b));
    if (lengths == 0) {
      throw new JudgeException("it gave a vector of zeros, which has no direction");
    }
    return product / lengths;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
