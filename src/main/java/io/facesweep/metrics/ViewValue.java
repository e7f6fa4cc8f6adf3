package io.facesweep.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * What a measure says of one view of a trial: measures of whole trials are means or extremes of
 * such values.
 *
 * @param measure name of the metric that is made of it, or {@link #FACE_FLAG}
 * @param azimuth of the camera, degrees
 * @param elevation of the camera, degrees
 * @param value in the metric's unit; NaN where there is none
 */
public record ViewValue(String measure, double azimuth, double elevation, double value) {
  /** How sure FaceMesh is that a textured render shows a face, 0 to 1. */
  public static final String FACE_FLAG = "face_flag";

  /** The same of a grey render. */
  public static final String GEOMETRY_FACE_FLAG = "geometry_face_flag";

  /** Values of views that differ in their azimuth alone. */
  static List<ViewValue> of(
      String measure, List<Double> azimuths, double elevation, double[] values) {
    List<ViewValue> views = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      views.add(new ViewValue(measure, azimuths.get(i), elevation, values[i]));
    }
    return views;
  }
}
