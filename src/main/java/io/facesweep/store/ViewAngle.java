package io.facesweep.store;

import io.facesweep.settings.Decimals;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a camera stands.
 *
 * @param azimuth in degrees, 0 before the face
 * @param elevation in degrees
 */
public record ViewAngle(double azimuth, double elevation)
    implements Comparable<ViewAngle>, Serializable {
  /** Views are few, and every record has them. */
  private static final Map<String, ViewAngle> KNOWN = new ConcurrentHashMap<>();

  private static final int MAX_KNOWN = 10_000;

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
    ViewAngle known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    int comma = text.indexOf(',');
    ViewAngle view =
        new ViewAngle(
            Double.parseDouble(text.substring(0, comma)),
            Double.parseDouble(text.substring(comma + 1)));
    if (KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(text, view);
    }
    return view;
  }

  @Override
  public int compareTo(ViewAngle other) {
    return ORDER.compare(this, other);
  }
}
