package io.facesweep.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names a colour by the class under whose normal distribution its logarithm is likeliest: more or
 * less light adds the same to all channels' logarithms. The classes are learnt from colours whose
 * names are known.
 */
final class ColourClassifier {
  /** Keeps a class of few or equal colours from a singular covariance. */
  private static final double FLOOR = 2e-4;

  /** Added to every channel, so that black has a logarithm. */
  private static final double BLACK = 0.03;

  private final Map<String, Normal> classes = new LinkedHashMap<>();

  private ColourClassifier() {}

  /** A trivariate normal distribution. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Normal(double[] mean, double[][] inverse, double logDeterminant) {
    static Normal of(List<double[]> colours) {
      double[] mean = new double[3];
      for (double[] colour : colours) {
        for (int i = 0; i < 3; i++) {
          mean[i] += colour[i] / colours.size();
        }
      }
      double[][] c = new double[3][3];
      for (double[] colour : colours) {
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            c[i][j] += (colour[i] - mean[i]) * (colour[j] - mean[j]) / colours.size();
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        c[i][i] += FLOOR;
      }
      double determinant = 0;
      double[][] adjugate = new double[3][3];
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          int a = (j + 1) % 3;
          int b = (j + 2) % 3;
          int d = (i + 1) % 3;
          int e = (i + 2) % 3;
          adjugate[i][j] = c[a][d] * c[b][e] - c[a][e] * c[b][d];
        }
        determinant += c[0][i] * adjugate[i][0];
      }
      for (double[] row : adjugate) {
        for (int j = 0; j < 3; j++) {
          row[j] /= determinant;
        }
      }
      return new Normal(mean, adjugate, Math.log(determinant));
    }

    double logDensity(double[] colour) {
      double form = 0;
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          form += (colour[i] - mean[i]) * inverse[i][j] * (colour[j] - mean[j]);
        }
      }
      return -0.5 * (form + logDeterminant);
    }
  }

  /**
   * Learns from colours [3] in [0, 1].
   *
   * @param names one a colour
   */
  static ColourClassifier learn(List<float[]> colours, List<String> names) {
    Map<String, List<double[]>> byName = new LinkedHashMap<>();
    for (int i = 0; i < colours.size(); i++) {
      byName
          .computeIfAbsent(names.get(i), name -> new ArrayList<>())
          .add(logarithm(colours.get(i)));
    }
    ColourClassifier classifier = new ColourClassifier();
    byName.forEach((name, own) -> classifier.classes.put(name, Normal.of(own)));
    return classifier;
  }

  private static double[] logarithm(float[] colour) {
    double[] logarithm = new double[3];
    for (int i = 0; i < 3; i++) {
      logarithm[i] = Math.log(colour[i] + BLACK);
    }
    return logarithm;
  }

  String name(float[] colour) {
    double[] logarithm = logarithm(colour);
    String best = "";
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Normal> entry : classes.entrySet()) {
      double density = entry.getValue().logDensity(logarithm);
      if (density > most) {
        most = density;
        best = entry.getKey();
      }
    }
    return best;
  }
}
