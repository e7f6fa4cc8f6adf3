package io.facesweep.store;

import io.facesweep.settings.Decimals;
import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a camera stands.
 *
 * @param azimuth in degrees, 0 before the face
 * @param elevation in degrees
 */
public record ViewAngle(double azimuth, double elevation)
    implements Comparable<ViewAngle>, Serializable {
  private static final Comparator<ViewAngle> ORDER =
      Comparator.comparingDouble(ViewAngle::azimuth).thenComparingDouble(ViewAngle::elevation);

  /**
   * @throws IllegalArgumentException if an angle is not finite
   */
  public ViewAngle {
    if (!Double.isFinite(azimuth) || !Double.isFinite(elevation)) {
      throw new IllegalArgumentException(
          "Invalid view: %s, %s (expected degrees)".formatted(azimuth, elevation));
    }
  }

  /** Returns the key of a JSON object, e.g. {@code 45,15}. */
  String text() {
    return Decimals.text(azimuth) + "," + Decimals.text(elevation);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws RuntimeException if it is something else
   */
  static ViewAngle parse(String text) {
    int comma = text.indexOf(',');
    return new ViewAngle(
        Double.parseDouble(text.substring(0, comma)),
        Double.parseDouble(text.substring(comma + 1)));
  }

  @Override
  public int compareTo(ViewAngle other) {
    return ORDER.compare(this, other);
  }
}
