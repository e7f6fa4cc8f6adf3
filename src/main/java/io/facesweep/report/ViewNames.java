package io.facesweep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The views that a sweep's pictures show: azimuths in whole degrees, from the names {@code
 * views/grey_045.png}.
 *
 * @param azimuths in order; at most {@value #MOST}
 */
record ViewNames(List<Integer> azimuths) {
  private static final int MOST = 12;
  private static final Pattern NAME = Pattern.compile("views/(grey|textured)_(\\d{1,3})\\.\\w+");

  /** The views of all stages; if they are many, some that lie evenly among them. */
  static ViewNames of(SweepData data) {
    TreeSet<Integer> found = new TreeSet<>();
    data.files()
        .values()
        .forEach(
            files ->
                files.forEach(
                    file -> {
                      Matcher matcher = NAME.matcher(file.name());
                      if (matcher.matches()) {
                        found.add(Integer.valueOf(matcher.group(2)));
                      }
                    }));
    List<Integer> all = new ArrayList<>(found);
    List<Integer> some = new ArrayList<>();
    int every = Math.max(1, (all.size() + MOST - 1) / MOST);
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

  /** File name of a view. */
  static String file(Shade shade, int azimuth) {
    return "views/%s_%03d.png".formatted(shade.text(), azimuth);
  }

  /** How a head is shown. */
  enum Shade {
    TEXTURED,
    GREY;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
