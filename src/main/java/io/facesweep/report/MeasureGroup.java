package io.facesweep.report;

import io.facesweep.analysis.Effect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The groups in which a report shows measures, by what they look at. */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes a list that cannot change
enum MeasureGroup {
  JUDGES(
      "Judges",
      "clip_",
      "face_",
      "faces",
      "landmark_",
      "zero_shot_",
      "scorer_",
      "front_scorer_",
      "identity_spread"),
  GEOMETRY("Geometry", "geometry_clip_", "geometry_face_", "coefficient_", "change_geometry"),
  COLOUR(
      "Colour", "baked_light", "lighting_", "sharpness", "saturation", "misregistration", "change"),
  FIT("Fit to the optimised model", "fit_", "geometry_fit_"),
  COST(
      "Cost and failures", "geometry_seconds", "texture_seconds", "peak_", "failed", "non_finite_"),
  OTHER("Other measures", "");

  private final String title;
  private final List<String> prefixes;

  MeasureGroup(String title, String... prefixes) {
    this.title = title;
    this.prefixes = List.of(prefixes);
  }

  /** Returns what it is called. */
  String title() {
    return title;
  }

  /** Returns the group of a measure: the one that knows the longest part of its name. */
  static MeasureGroup of(String measure) {
    MeasureGroup best = OTHER;
    int longest = 0;
    for (MeasureGroup group : values()) {
      for (String prefix : group.prefixes) {
        if (measure.startsWith(prefix) && prefix.length() > longest) {
          best = group;
          longest = prefix.length();
        }
      }
    }
    return best;
  }

  /** Returns effects by the group of their measure, in the groups' order; none is empty. */
  static Map<MeasureGroup, List<Effect>> group(List<Effect> effects) {
    Map<MeasureGroup, List<Effect>> groups = new EnumMap<>(MeasureGroup.class);
    for (Effect effect : effects) {
      groups
          .computeIfAbsent(of(effect.row().comparison().metric()), g -> new ArrayList<>())
          .add(effect);
    }
    return groups;
  }
}
