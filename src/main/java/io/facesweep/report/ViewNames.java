package io.facesweep.report;

import io.facesweep.assets.AssetNames;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The views that a sweep's pictures show: azimuths in whole degrees.
 *
 * @param azimuths in order; at most {@value #MAX_VIEWS}
 */
record ViewNames(List<Integer> azimuths) {
  private static final int MAX_VIEWS = 12;

  /** The views of all stages; if they are many, some that lie evenly among them. */
  static ViewNames of(SweepData data) {
    TreeSet<Integer> found = new TreeSet<>();
    data.files()
        .values()
        .forEach(
            files -> files.forEach(file -> AssetNames.azimuth(file.name()).ifPresent(found::add)));
    List<Integer> all = new ArrayList<>(found);
    List<Integer> some = new ArrayList<>();
    int every = Math.max(1, (all.size() + MAX_VIEWS - 1) / MAX_VIEWS);
    for (int i = 0; i < all.size(); i += every) {
      some.add(all.get(i));
    }
    return new ViewNames(List.copyOf(some));
  }

  /** What the view is called. */
  static String label(int azimuth) {
    return switch (azimuth) {
      case 0 -> "front";
      case 180 -> "back";
      default -> azimuth + "°";
    };
  }
}
